# Starts a console of this working tree; sourced by the scripts beside it, which set root, work and console.
# start_console "OPTIONS OF THE PROGRAM" ARGUMENTS FOR MAVEN; sets console to its process and url to its address.
start_console() {
  options=$1
  shift
  "${MVN:-mvn}" -q --batch-mode -Pconsole -f "$root/pom.xml" -pl examples/console -am "$@" test-compile \
    "-Dargs=$options" >"$work/console.log" 2>&1 &
  console=$!
  for _ in $(seq 1 1200); do
    url=$(sed -n 's/^.*console: \(http.*\)\/$/\1/p' "$work/console.log")
    [ -z "$url" ] || break
    kill -0 "$console" 2>/dev/null || { cat "$work/console.log"; exit 1; }
    sleep 0.5
  done
  [ -n "$url" ] || { cat "$work/console.log"; exit 1; }
}
