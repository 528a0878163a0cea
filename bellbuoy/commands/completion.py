"""`bellbuoy completion bash|zsh|fish`: a script for the shell, to be sourced.

The scripts hold no words of their own: they ask `bellbuoy __complete`, which
reads the registry, so they never fall behind the program.
"""

from __future__ import annotations

import sys

from bellbuoy.commands.command import Command
from bellbuoy.commands.options import Options

BASH = """\
# bellbuoy completion for bash:  source <(bellbuoy completion bash)
_bellbuoy() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/:=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _bellbuoy bellbuoy
"""

ZSH = """\
#compdef bellbuoy
# bellbuoy completion for zsh:  source <(bellbuoy completion zsh)
_bellbuoy() {
    local -a found open closed
    found=("${(@f)$("${words[1]}" __complete words \\
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    found=("${(@)found:#}")
    open=("${(@M)found:#*[/:=]}")
    closed=("${(@)found:#*[/:=]}")
    (( ${#closed} )) && compadd -- "${(@)closed}"
    (( ${#open} )) && compadd -S '' -- "${(@)open}"
}
(( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
compdef _bellbuoy bellbuoy
"""

FISH = """\
# bellbuoy completion for fish:  bellbuoy completion fish | source
function __bellbuoy_candidates
    set -l typed (commandline -opc)
    set -l partial (commandline -ct)
    $typed[1] __complete words $typed[2..-1] "$partial" 2>/dev/null
end
complete -c bellbuoy -f -a '(__bellbuoy_candidates)'
"""

_WHERE = {
    "bash": "source <(bellbuoy completion bash)",
    "zsh": "source <(bellbuoy completion zsh)",
    "fish": "bellbuoy completion fish | source",
}


def bash(options: Options) -> int:
    """Print the script for bash."""
    sys.stdout.write(BASH)
    return 0


def zsh(options: Options) -> int:
    """Print the script for zsh."""
    sys.stdout.write(ZSH)
    return 0


def fish(options: Options) -> int:
    """Print the script for fish."""
    sys.stdout.write(FISH)
    return 0


COMMANDS = tuple(
    Command(
        noun="completion",
        verb=function.__name__,
        summary=f"the completion script for {function.__name__}",
        examples=(_WHERE[function.__name__], f"bellbuoy completion {function.__name__}"),
        function=function,
    )
    for function in (bash, zsh, fish)
)
