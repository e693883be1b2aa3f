# Deletes a kernel behind a gateway when the program that asked for it has gone without a word. Needs bash and curl.
#   stdin: lines for `curl --config`, which hold secrets and so must be no arguments; then "forget", if it ends well
trap '' INT TERM HUP QUIT
config=
while read -r line; do
  [ "$line" = forget ] && exit
  config+=$line$'\n'
done
printf %s "$config" | curl --silent --request DELETE --noproxy '*' --max-time 30 --retry 3 --config -
