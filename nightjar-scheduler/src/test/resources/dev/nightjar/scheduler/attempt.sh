# An attempt of the chaos tests. Arguments: its file, the file of its task's lines, its number, what it does: it fails or not.
mkdir "$1.begun" || exit 0
echo $$ >"$1.new"
mv "$1.new" "$1"
echo "begin $3" >>"$2"
sleep 0.3
echo "end $3" >>"$2"
case $4 in
  fails) : >"$1.failed" ;;
  *) : >"$1.done" ;;
esac
