# An attempt of the chaos test. Arguments: its file, the file of its run's lines, its number, the job's name.
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
