"""What schemathesis has to know of a shop: who may ask for what, what there is, and the words that only answers give."""

import hashlib
import itertools
import json
import os
import re

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

with open(os.environ["FUZZED_SHOP"], encoding="utf-8") as file:
    shop = json.load(file)

numbers = itertools.count()
roles_of = {caller["authorization"]: set(caller["roles"]) for caller in shop["callers"]}
everybody = set().union(*roles_of.values())
values = {}
for naming in shop["namings"]:
    for name, value in naming.items():
        values.setdefault(name, []).append(value)
values = {name: sorted(set(some)) for name, some in values.items()}
# One word for what is called otherwise where it is referred to.
people = ["ownerId", "readerId", "superiorId", "substituteId"]
values |= {name: values["personId"] for name in people if "personId" in values}


def drawn(case, what):
    """A number that follows from the seed and the case, so that a case sent again is the same case."""
    said = [shop["seed"], what, case.operation.label, case.path_parameters, case.query, case.body]
    digest = hashlib.sha256(json.dumps(said, default=repr, sort_keys=True).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:6], "big")


def pick(case, what, some):
    return some[drawn(case, what) % len(some)]


def is_negative(case, location):
    return case.meta is not None and case.meta.is_negative_at(location)


def roles_allowed(operation):
    """Of the operation; nobody in particular where it is open to all."""
    raw = operation.definition.raw
    if "x-roles" in raw:
        return set(raw["x-roles"])
    return set() if {} in raw.get("security", [{}]) else everybody - {"channel", "customer"}


SURROGATES = "\\ud800-\\udfff"


@schemathesis.hook
def before_load_schema(ctx, raw_schema):
    """Patterns are ECMA-262: to most other engines surrogates are no characters, and what is sent here has none."""
    for_every(raw_schema, lambda node: node.update(pattern=node["pattern"].replace(SURROGATES, "")))


def for_every(node, change):
    if isinstance(node, list):
        for one in node:
            for_every(one, change)
    elif isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            change(node)
        for one in node.values():
            for_every(one, change)


@schemathesis.auth(refresh_interval=None)
class OneOfTheCallers:
    """Somebody who may; now and then somebody who may not."""

    def get(self, case, ctx):
        allowed = roles_allowed(ctx.operation)
        wanted = everybody - allowed if drawn(case, "stranger") % 20 == 0 else allowed
        may = [key for key, roles in roles_of.items() if roles & (wanted or everybody)]
        return pick(case, "caller", may)

    def set(self, case, data, ctx):
        case.headers = {**(case.headers or {}), "Authorization": data}


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Puts what there is in the place of most of what was made up, unless the case is about its being wrong."""
    number = next(numbers)
    headers = dict(case.headers or {})
    # Sign-ins are counted by address.
    headers["X-Forwarded-For"] = f"10.{2 + number // 65536 % 200}.{number // 256 % 256}.{number % 256}"
    if not roles_allowed(case.operation) and drawn(case, "anonymous") % 2:
        headers.pop("Authorization", None)
    case.headers = headers
    if not is_negative(case, ParameterLocation.PATH):
        replace(case, "path_parameters", named(case))
    if isinstance(case.query, dict) and not is_negative(case, ParameterLocation.QUERY):
        replace(case, "query", asked(case))
    if not is_negative(case, ParameterLocation.BODY):
        replace(case, "body", filled(case, case.body, ""))


def replace(case, part, value):
    """What stays as it was is not judged again."""
    if value != getattr(case, part):
        setattr(case, part, value)


def named(case):
    given = dict(case.path_parameters or {})
    schemas = schemas_of(case.operation)
    for names in (set(given), *({name} for name in sorted(given))):
        named_so = [naming for naming in shop["namings"] if names and names <= naming.keys()]
        fitting = [naming for naming in named_so if all(fits(schemas[name], naming[name]) for name in names)]
        if fitting and drawn(case, "made up") % 10:
            naming = pick(case, "naming", fitting)
            return given | {name: naming[name] for name in names}
    return given


def asked(case):
    """Cursors and tokens are opaque: what is no answer of ours is malformed. A cursor is of the usual order."""
    operation = case.operation.definition.raw
    cursor = shop["cursors"].get(operation["operationId"])
    opaque = {"waitFor": pick(case, "token", shop["tokens"])}
    opaque |= {one["name"]: cursor for one in operation.get("parameters", []) if is_cursor(one)}
    query = dict(case.query)
    for name in opaque.keys() & query.keys():
        if opaque[name] is None:
            del query[name]
        else:
            query[name] = opaque[name]
    if "cursor" in query:
        query.pop("sort", None)
    schemas = schemas_of(case.operation)
    for name in sorted(values.keys() & query.keys()):
        fitting = [value for value in values[name] if fits(schemas[name], value)]
        if fitting and drawn(case, name) % 3:
            query[name] = pick(case, name + " value", fitting)
    return query


def schemas_of(operation):
    return {one["name"]: one["schema"] for one in operation.definition.raw.get("parameters", [])}


def fits(schema, value):
    """What bears a name elsewhere may be something else here."""
    return value in schema.get("enum", [value]) and re.search(schema.get("pattern", ""), value) is not None


def is_cursor(parameter):
    return parameter["name"] == "cursor" or (parameter["name"] == "from" and "format" not in parameter["schema"])


def filled(case, body, path):
    if isinstance(body, list):
        return [filled(case, one, f"{path}.{index}") for index, one in enumerate(body)]
    if not isinstance(body, dict):
        return body
    return {
        name: pick(case, f"{path}.{name}", values[name])
        if isinstance(one, str) and name.endswith("Id") and name in values and drawn(case, f"{path}.{name}?") % 3
        else filled(case, one, f"{path}.{name}")
        for name, one in body.items()
    }


@schemathesis.hook
def filter_failure(ctx, failure, case, response):
    """What a schema cannot say: bytes instead of characters, and what the description says in words."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return True
    faults = response.json().get("errors", [])
    in_words = "description" in case.operation.definition.raw["responses"]["400"]
    return not faults or not (in_words or all(is_too_long(fault["message"], case) for fault in faults))


def is_too_long(message, case):
    limit = re.search(r"at most (\d+) bytes? in UTF-8$", message)
    return limit is not None and any(
        len(text.encode()) > int(limit[1]) >= len(text) for text in texts_in([case.query, case.path_parameters, case.body])
    )


def texts_in(value):
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from texts_in(one)


@schemathesis.check
def lets_in_only_whom_it_names(ctx, response, case):
    """Who has none of the roles is told so, and who has credentials is known."""
    authorization = response.request.headers.get("Authorization")
    if authorization not in roles_of:
        return
    allowed = roles_allowed(case.operation)
    if allowed and not roles_of[authorization] & allowed:
        assert response.status_code >= 400, f"{response.status_code} to somebody who is none of {sorted(allowed)}."
    assert response.status_code != 401 or not allowed, "Credentials that are valid were not taken."


@schemathesis.check
def no_limit_hides_an_answer(ctx, response, case):
    """A request that a limit refuses shows nothing of what would have come of it."""
    assert response.status_code != 429, "The shop has too few callers for so many requests."
