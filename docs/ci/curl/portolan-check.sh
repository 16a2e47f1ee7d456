#!/bin/sh
# Checks a file at a Portolan service, with curl and jq and nothing installed: portolan-check.sh [FILE]
#   PORTOLAN_URL    the address of the service, as https://portolan.example.org
#   PORTOLAN_TOKEN  a bearer token, where the service asks who calls
# Exit code 0 passed, 1 failed, 2 the file cannot be understood, 4 the service cannot be asked.
set -u
file=${1:-portolan.yaml}
if [ -z "${PORTOLAN_URL:-}" ]; then
  echo 'Set PORTOLAN_URL to the address of the service.' >&2
  exit 4
fi
if ! [ -r "$file" ]; then
  echo "$file: it cannot be read" >&2
  exit 2
fi
answer=$(mktemp) || exit 4
trap 'rm -f "$answer"' EXIT
# The token goes in by way of standard input: whoever lists processes does not see it.
status=$(
  printf 'Content-Type: application/yaml\n%s' "${PORTOLAN_TOKEN:+Authorization: Bearer $PORTOLAN_TOKEN
}" | curl --silent --show-error --max-time 60 --retry 2 --output "$answer" --write-out '%{http_code}' \
    --header @- --data-binary "@$file" "${PORTOLAN_URL%/}/v1/checks"
) || exit 4
case $status in
  200)
    jq --raw-output --arg file "$file" '
      (.findings[] | select(.level != "note" and .waived_by == null)
        | "\($file)\(.pointer): \(.level)[\(.kind)]: \(.title)"),
      "\($file): \(if .failed then "failed" else "passed" end), \(.links.page)"' "$answer" || exit 4
    exit "$(jq 'if .failed then 1 else 0 end' "$answer")"
    ;;
  400 | 413 | 415 | 422)
    jq --raw-output --arg file "$file" '
      if .errors then .errors[] | "\($file)\(.pointer): \(.detail)\(if .hint then " (\(.hint))" else "" end)"
      else "\($file): \(.detail // .title)" end' "$answer" >&2
    exit 2
    ;;
  *)
    echo "The service answered $status: $(jq --raw-output '.detail // .title' "$answer" 2>/dev/null)" >&2
    exit 4
    ;;
esac
