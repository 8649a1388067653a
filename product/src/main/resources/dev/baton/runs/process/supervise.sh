#!/bin/sh
# Supervises one unit. Arguments: unit folder, log limit in blocks of 512 bytes, file for standard
# input, script that puts words before a command line to shut it in (empty: nothing is shut in; for
# prologue and epilogue the one beside it named ...-of-scripts), folder of the command's results
# (empty: none), then program and arguments as they are. Needs a POSIX shell and coreutils.
#
# What the server relies on: at most one of these gets past the claim; the exit file is written by
# this script alone, before it ends, and not once the server has left the file "stop".

# A handler, not '': an ignored signal would stay ignored in the command. Commands run in the
# foreground, where a signal to this shell waits until they end.
trap : TERM INT HUP
umask 077
baton_dir=$1 baton_blocks=$2 baton_stdin=$3 baton_enclosure=$4 baton_out=$5
shift 5

# Before anything is started, so that no process of the unit is ever outside of its control group.
# 0 is whoever writes. Without the limits that the server promised it does not run.
if [ -s "$baton_dir/group" ]; then
    read -r baton_group <"$baton_dir/group" && echo 0 >"$baton_group/cgroup.procs" || exit 1
fi

set -C
printf '%s\n' "$$" >"$baton_dir/claim" || exit 1
set +C

# The shell exports these; the command gets the variables of its specification, no others.
unset PWD OLDPWD

# Tools of the system, whatever PATH the command is to have; a TERM to the group must not hit them.
tool() {
    (
        trap '' TERM INT HUP
        PATH=/usr/local/bin:/usr/bin:/bin
        exec "$@"
    )
}

# Whole or not at all: keep NAME TEXT
keep() {
    printf '%s\n' "$2" >"$baton_dir/$1.new" &&
        tool sync "$baton_dir/$1.new" &&
        tool mv -f "$baton_dir/$1.new" "$baton_dir/$1"
}

say() {
    printf 'baton: %s\n' "$1" >&4
}

field22() {
    shift 19
    baton_start=$1
}

# Field 2 is the program's name in brackets and may hold anything; field 3 comes after the last ).
read -r baton_stat </proc/$$/stat
read -r baton_boot </proc/sys/kernel/random/boot_id
field22 ${baton_stat##*) }
printf '%s\n' "$$ $baton_start $baton_boot" >"$baton_dir/identity.new"
tool mv -f "$baton_dir/identity.new" "$baton_dir/identity"

# Output goes through a pipe to a reader that stores up to the limit and throws the rest away, so
# the command neither fills the disk nor blocks. The pipes are opened for both directions here,
# because that cannot block; the reader sees the end when the last writer has gone.
tool mkfifo "$baton_dir/out" "$baton_dir/drained"
exec 4<>"$baton_dir/out" 5<>"$baton_dir/drained"
(
    exec 4>&-
    trap '' TERM INT HUP XFSZ
    PATH=/usr/local/bin:/usr/bin:/bin
    rm -f "$baton_dir/out" "$baton_dir/drained"
    if ! (ulimit -f "$baton_blocks" && exec cat); then
        : >"$baton_dir/capped"
        printf '\nbaton: log capped at %s bytes\n' "$((baton_blocks * 512))"
        cat >/dev/null
    fi
    echo >&5
) <"$baton_dir/out" >>"$baton_dir/log" 2>/dev/null &

# In a subshell, so that exec finds programs only, never a word of this shell.
# Arguments: the step's name, file for standard input, then the program and its arguments.
inside() (
    baton_note=$baton_dir/inside-$1 baton_input=$2
    [ "$1" = command ] || baton_enclosure=${baton_enclosure:+$baton_enclosure-of-scripts}
    exec <"$2" >&4 2>&1 4>&- 5>&-
    shift 2
    . "$baton_dir/limits"
    if [ -n "$baton_enclosure" ]; then
        # What is open can be opened again, for writing too, by its number in /proc. So the file is
        # opened inside, where it is read-only.
        if [ "$baton_input" != /dev/null ]; then
            exec </dev/null
            set -- /bin/sh -c 'unset PWD OLDPWD; exec <"$0"; exec "$@"' "$baton_input" "$@"
        fi
        # Before the enclosure lets anything run it notes there who is the first inside. A script
        # that cannot be read ends this subshell: nothing runs outside by mistake.
        exec 6>"$baton_note"
        . "$baton_enclosure"
    fi
    umask 022
    exec "$@"
)

script() {
    [ ! -s "$baton_dir/$1" ] || inside "$1" /dev/null /bin/sh "$baton_dir/$1" "$2"
}

command_line() {
    if [ -e "$baton_dir/stop" ]; then
        say 'stopped before the command'
        return 125
    fi
    if ! [ -r "$baton_stdin" ]; then
        say "cannot read standard input: $baton_stdin"
        return 125
    fi
    inside command "$baton_stdin" "$@"
}

# Git runs in the epilogue, and the command may have left processes behind: neither has a way to the
# results any more. Whatever the command made of its folder, it is not followed.
close_out() {
    [ -z "$baton_out" ] || tool mv -T "$baton_out" "$baton_out-closed" ||
        say "the folder of results cannot be closed: $baton_out"
}

after() (
    trap '' TERM INT HUP
    script epilogue "$1"
)

script prologue ''
baton_code=$?
if [ "$baton_code" -eq 0 ]; then
    command_line "$@"
    baton_code=$?
    close_out
    after "$baton_code"
    baton_after=$?
    if [ "$baton_after" -ne 0 ]; then
        say "epilogue failed with exit code $baton_after"
        [ "$baton_code" -ne 0 ] || baton_code=125
    fi
else
    say "prologue failed with exit code $baton_code, command not run"
    baton_code=125
fi

# Everything the command wrote is in the pipe. A process that it left behind may hold the pipe
# open for ever: a second is plenty to read what is there.
exec 4>&-
tool timeout 1 head -c 1 <&5 >/dev/null

baton_try=0
until [ -e "$baton_dir/stop" ] || [ "$baton_try" -ge 60 ]; do
    keep exit "$baton_code" && tool sync "$baton_dir" && break
    baton_try=$((baton_try + 1))
    tool sleep 1
done
