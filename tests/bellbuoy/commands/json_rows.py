"""The keys of a row, where several commands write rows of the kind."""

from __future__ import annotations

CLIENT = (
    "id name tier health trend arr mrr renews owner plan industry country status since seen"
    " incidents calls logins login reason partial spark"
)
ACTED = (
    " tag playbook snoozed noted changed moved simulated risk_score bought churn_tier"
    " never_purchased"
)
EXPLANATION = (
    "id name score tier partial simulated scored_at run earned lost change change_from"
    " score_before what_if flags"
)
FIGURE = "measure id label value amount unit rows note command"
INCIDENT = (
    "id title client client_name severity status opened acknowledged resolved closed"
    " resolution impact source external_id penalty owner sla left_s breached"
    " respond respond_target_s respond_used_s respond_due respond_breached"
    " resolve resolve_target_s resolve_used_s resolve_due resolve_breached"
    " clients affects component arr health renews parent duplicate_of reopened repeats rev"
    " simulated"
)
DEALT = "rows {} unchanged refused dry_run reasons still changed_clients scored"
QUARANTINE = "id run source file line kind code reason state seen"
CHECK = "name state text hint"
FORMULA = "version weights baseline tiers plans"
CACHE = "kind what state clients bytes computed asked formula known id how"
SETTING = "key value meaning writable"
WORKER = "state pid started heartbeat holder version waiting leads cpu rss"
JOB = (
    "id title every next last waiting state words took_s p95_s recent late_s aside every_set"
    " mark recovered"
)
RUN = (
    "id job state started ended rows changed worker error request slot attempt follows total"
    " aside cancelling"
)
RETENTION = (
    "name days offered due due_first due_last gone_until meaning by basis set_at due_days"
    " due_bytes estimated held_from"
)
VIEW = "name place query sort by columns refresh_s origin owner shared rev saved_at saved_by"
DIFFERENCE = "action subject kind name changes rows_before rows_after fits rings ends"
RESTORE = "source target made tables rows checksum saved replaced"
CHANGE = "id at who action target trace summary rows undo why"
UNDO = "change number action target who redo rows left dry_run note"
PROBLEM = "id kind words mends grave first last count trace"
STORE = "store timezone currency demo clients"
ALERT = (
    "id rule severity state kind subject name opened closed rings who episode rung"
    " acknowledged snoozed_until why"
)
INTERACTION = "id kind client client_name at who text rev"
TASK = "id state client client_name text due owner outcome made made_by done rev"
CHANGED = "id name now then"
PLAYBOOK = (
    "name title when steps owner expected enrolled running ended origin rev saved_at saved_by"
)
KEPT_PLAYBOOK = "name title when steps owner expected origin rev saved_at saved_by"
SCENARIO = "id title about says parameters"
SIM = (
    "what run seed values at clients touched rescored moved before after moves written"
    " points largest rings simulated"
)
SIM_RUN = (
    "number name scenario title whom who values seed spread_s length_s speed state"
    " position_s at clients done incidents calls logins conflicts change undone undone_by"
    " purchases waits_s"
)
TXN = "id at customer category amount age city known simulated run client"
DELIVERY = "id uid alert rule channel kind state created due attempts ended status said"
