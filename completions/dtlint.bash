# SPDX-License-Identifier: GPL-2.0-or-later
# Completes dtlint's command line in bash. Options, formats, kinds and rules come from
# the program itself.

# _dtlint_section TITLE COLUMN: the words of a list in its help
_dtlint_section()
{
	dtlint help check 2>/dev/null |
		sed -n "/^$1/,/^\$/s/^ \{2,6\}\($2\).*/\1/p"
}

_dtlint()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words=

	case $prev in
	-f | --format) words=$(_dtlint_section Formats '[a-z]*') ;;
	--host) words=$(_dtlint_section 'Host configurations' '[a-z-]*' | sed 's/$/:/') ;;
	--fail-on) words='error warning note none' ;;
	--color) words='auto always never' ;;
	-W | -E | --warn | --error | --select | --ignore | --explain)
		words=$(dtlint --list-rules 2>/dev/null | sed -n 's/^\([^ ]*\/[^ ]*\) .*/\1/p')
		;;
	*)
		if [[ $cur == -* ]]; then
			words=$(dtlint help check 2>/dev/null |
				sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p')
		fi
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	if [[ $prev == --host && ${#COMPREPLY[@]} -gt 0 ]]; then
		compopt -o nospace
	fi
}

complete -o default -F _dtlint dtlint
