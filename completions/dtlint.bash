# SPDX-License-Identifier: GPL-2.0-or-later
# Completes dtlint's command line in bash. What there is to choose comes from the program
# itself: `dtlint --complete WORD...`.

_dtlint()
{
	local words=() word line cur=${COMP_WORDS[COMP_CWORD]} split i
	# bash takes words apart at '=' and ':'
	for ((i = 1; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ ${#words[@]} -gt 0 && ($word == [=:]* || ${words[-1]} == --*= ||
			${words[-1]} == *:) ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	[[ $cur == [=:] ]] && cur=
	split=${words[-1]%"$cur"}
	COMPREPLY=()
	while IFS= read -r line; do
		if [[ $line == ':file '* ]]; then
			word=${words[-1]#"${line#:file }"}
			mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$word")
			compopt -o filenames
		else
			line=${line%%$'\t'*}
			COMPREPLY+=("${line#"$split"}")
		fi
	done < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
	if [[ ${#COMPREPLY[@]} -eq 1 && (${COMPREPLY[0]} == *: || ${COMPREPLY[0]} == *no-) ]]; then
		compopt -o nospace
	fi
}

complete -F _dtlint dtlint
