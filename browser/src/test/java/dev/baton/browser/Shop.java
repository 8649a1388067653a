package dev.baton.browser;

/**
 * What the agents of the tests do. The developer commits one line; a title with the word "slow"
 * makes it write a log line by line, as long as the file {@code go} beside the data is not there.
 */
final class Shop {
    static final String DEVELOPER = """
            about() { grep -q "$1" .baton/in/task.md; }
            if about idle; then exit 0; fi
            if about slow; then
              n=0
              while [ ! -e "FOLDER/go-$BATON_TASK" ]; do
                n=$((n + 1))
                printf '\\033[32mline %s\\033[0m <b>of</b> the log\\n' "$n"
                sleep 0.2
              done
            fi
            printf '%s\\n' "$BATON_VISIT" > "$BATON_TASK.txt"
            if about hostile; then
              cat FOLDER/hostile.txt
              cp FOLDER/hostile.txt '<img src=x onerror=alert(1)>.txt'
            fi
            git add -A
            git -c user.name=dev -c user.email=dev@localhost commit -qm "$BATON_TASK"
            """;

    static final String REVIEWER = """
            about() { grep -q "$1" .baton/in/task.md; }
            verdict=approved
            if about hostile && [ "$BATON_VISIT" -lt 4 ]; then verdict=changes-requested; fi
            {
              printf -- '---\\nverdict: %s\\nsubject: %s\\n' "$verdict" "$BATON_HEAD_SHA"
              if [ $verdict = changes-requested ]; then cat FOLDER/findings.txt; fi
              printf -- '---\\n'
            } > "$BATON_OUT/review.md"
            """;

    private Shop() {}
}
