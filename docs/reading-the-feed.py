# Counts all events over HTTP, and those that come when it is run again: python reading-the-feed.py <url> <token> [<cursor>]
import collections, json, sys, urllib.request

url, token, cursor = (*sys.argv[1:], "")[:3]
counts = collections.Counter()
ended = None
while ended != "head":
    ended = None
    query = f"?limit=10000&from={cursor}" if cursor else "?limit=10000"
    asked = urllib.request.Request(url + "/api/audit/events" + query, headers={"authorization": "Bearer " + token})
    with urllib.request.urlopen(asked) as lines:
        for event in map(json.loads, lines):
            if event["type"] == "redress.progress":
                cursor, ended = event["data"]["next"], event["data"].get("endedBy")
            else:
                counts[event["type"]] += 1
    if ended is None:
        sys.exit("The answer was broken off: go on from the last cursor, and count from there again.")
print(json.dumps({"counts": counts, "next": cursor}, indent=2))
