# Reads the whole topic, knowing nothing but the AsyncAPI document: checks every record, drops repeats, counts the rest.
# python consuming-events.py <brokers> <asyncapi.yaml> [<topic, where it is not the usual one>]
import collections, json, pathlib, sys

import yaml
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition
from jsonschema import Draft202012Validator


def judge(schema):
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


file = pathlib.Path(sys.argv[2])
api = yaml.safe_load(file.read_text("utf-8"))
topic = sys.argv[3] if len(sys.argv) > 3 else api["channels"]["events"]["address"]
messages = api["components"]["messages"]
progress = messages.pop("progress")
event_headers = judge(api["components"]["messageTraits"]["event"]["headers"])
schemas = [json.loads((file.parent / m["payload"]["schema"]["$ref"]).read_text("utf-8")) for m in messages.values()]
event_data = {schema["$id"]: judge(schema) for schema in schemas}

consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "consuming-events", "enable.auto.commit": False,
                     "enable.partition.eof": True})
unread = set(consumer.list_topics(topic, timeout=30).topics[topic].partitions)
consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in unread])
passed, counts = {}, collections.Counter()  # Whoever stores what it derives stores `passed` in the same transaction.
while unread:
    record = consumer.poll(30) or sys.exit("The broker was silent for 30 seconds.")
    if record.error():
        if record.error().code() != KafkaError._PARTITION_EOF:
            sys.exit(record.error().str())
        unread.discard(record.partition())
        continue
    headers = {name: value.decode() for name, value in record.headers()}
    data = json.loads(record.value())
    if headers["ce_type"] == progress["name"]:
        judge(progress["headers"]).validate(headers)
        judge(progress["payload"]).validate(data)
        counts["progress"] += 1
        continue
    event_headers.validate(headers)
    log, position = passed.get(record.partition(), (headers["ce_logid"], ""))
    if headers["ce_logid"] != log:
        sys.exit("The topic carries another log: discard what was read, and begin anew.")
    if headers["ce_position"] <= position:
        counts["repeated"] += 1
    elif headers["ce_dataschema"] not in event_data:
        counts["unknown"] += 1  # Newer than this copy of the document: passed over, and counted.
    else:
        event_data[headers["ce_dataschema"]].validate(data)
        counts[headers["ce_type"]] += 1
    passed[record.partition()] = log, max(position, headers["ce_position"])
consumer.close()
print(json.dumps(counts, indent=2))
