# Runs a browser for orate, and ends it when orate ends, however that happens.
#
# Arguments: a folder that goes with the browser, the browser, its arguments. Standard input and output become file
# descriptors 3 and 4 of the browser, where it speaks the DevTools protocol. Standard error is the end of a pipe that
# nobody writes to, and whose other end orate alone holds: reading from it ends when orate does.
exec 3<&0 4>&1 5<&2 </dev/null >/dev/null 2>"$1/output.txt"
folder=$1
shift
"$@" 5<&- &
browser=$!
exec 3<&- 4>&-
# Whoever ends this group of processes politely ends the browser; the rest is still to be done.
trap '' HUP INT TERM
read -r _ <&5
kill -9 "$browser"
wait "$browser"
cd /
# Its helpers end with it, and may be writing still, on a busy machine for some seconds.
tries=0
until rm -rf -- "$folder" && [ ! -e "$folder" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ] || break
  sleep 1
done
kill -9 0
