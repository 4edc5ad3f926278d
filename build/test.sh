#!/bin/sh
# Runs every test, then counts what was skipped: a skip that build/expected-skips.txt does not name fails.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$here" || exit 1
mvn -B -ntp verify "$@"
status=$?
[ -f target/java-home ] || exit 1
"$(cat target/java-home)/bin/java" build/TestSummary.java target/surefire-reports build/expected-skips.txt || exit 1
exit $status
