"""The drafts that come with the program. A line of text a paragraph; `{words}` are filled in
(core.record.drafts.WORDS), and a paragraph whose words are all unknown is left out."""

from __future__ import annotations

STARTERS = """
[reply.open]
subject = "{title} ({id})"
body = [
  "Hello {client},",
  "thank you for telling us about “{title}”. It is {id} with us, {severity}, since {opened}.",
  "What we said last: {update}",
  "We aim to have it resolved by {due}. You will hear from us before then.",
  "{sender}",
]

[reply.pending]
subject = "{title} ({id}): we need your answer"
body = [
  "Hello {client},",
  "we are working on “{title}” ({id}) and wait for an answer from you to go on.",
  "What we said last: {update}",
  "{sender}",
]

[reply.resolved]
subject = "{title} ({id}) is resolved"
body = [
  "Hello {client},",
  "“{title}” ({id}) was resolved on {resolved}, {took} after it was opened.",
  "What we said last: {update}",
  "Please tell us if you still see it: we then open it again.",
  "{sender}",
]

[notice.open]
subject = "{title}: we are working on it"
body = [
  "Since {opened} “{title}” affects some of our clients ({id}, severity {severity}).",
  "Concerned: {components}.",
  "The latest: {update}",
  "We will write again when it is resolved.",
  "{sender}",
]

[notice.pending]
subject = "{title}: we are working on it"
body = [
  "Since {opened} “{title}” affects some of our clients ({id}, severity {severity}).",
  "Concerned: {components}.",
  "The latest: {update}",
  "{sender}",
]

[notice.resolved]
subject = "{title}: resolved"
body = [
  "“{title}” ({id}) was resolved on {resolved}. It had begun on {opened} and lasted {took}.",
  "Concerned: {components}.",
  "We are sorry for the trouble. What we learned from it will follow.",
  "{sender}",
]
"""
