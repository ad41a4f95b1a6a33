# SPDX-License-Identifier: GPL-2.0-or-later
# Completes dtlint's command line in fish. What there is to choose comes from the program
# itself: `dtlint --complete WORD...`.

function __dtlint_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    for line in ($words[1] --complete $words[2..] $word 2>/dev/null)
        if string match -q -- ':file *' $line
            set -l prefix (string sub -s 7 -- $line)
            set -l rest (string sub -s (math 1 + (string length -- "$prefix")) -- "$word")
            for file in (__fish_complete_path $rest)
                echo $prefix$file
            end
        else
            echo $line
        end
    end
end

complete -c dtlint -f -a '(__dtlint_complete)'
