"""The words that the rules know: verbs of saying, and the closed classes of English.

Data and lookups by lower-case form only; nothing here looks at a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def words(text: str) -> frozenset[str]:
    """A set of words from a readable list."""
    return frozenset(text.split())


_CUE_VERBS = words("""
accuse acknowledge add admit advise advocate affirm agree allege announce answer apologise apologize applaud argue ask
assert assess assure attest aver bark beg bellow bemoan blame blast blog boast brag brand bray cackle call caution
challenge chant characterise characterize charge chide chime chuckle cite claim clarify comment complain concede
conclude concur condemn confess confide confirm congratulate contend continue counter crow cry declare decry deem
defend demand denounce deny deride describe detail disagree disclose dismiss dub echo elaborate email emphasise
emphasize enthuse estimate exclaim exhort explain expound express fume grouse growl grumble guess gush hail highlight
howl implore indicate inform insist instruct interject interpose interrupt interview intone jest joke label lament laud
lecture maintain marvel mention message moan mock murmur muse mutter narrate note notify object observe offer opine
order plead pledge point ponder portray post praise preach predict proclaim profess promise pronounce propose protest
query question quip quote rage rail rant rave read reaffirm reason reassure rebuke rebut recall recite reckon recommend
recount refer reflect reiterate reject relate remark remember remind repeat reply report request respond retort retweet
reveal roar say scoff scream shout sing slam snap snarl sneer sob speculate state stress stutter suggest sum summarise
summarize summarise surmise swear taunt tease tell term testify text thank theorise theorize thunder tout tweet
underline underscore urge venture voice volunteer vow wail warn weep whisper wonder write yell
""")

_IRREGULAR = {
    "beg": "begged begs begging",
    "blog": "blogged blogs blogging",
    "brag": "bragged brags bragging",
    "dub": "dubbed dubs dubbing",
    "admit": "admitted admits admitting",
    "aver": "averred avers averring",
    "concur": "concurred concurs concurring",
    "label": "labeled labelled labels labeling labelling",
    "plead": "pleaded pled pleads pleading",
    "quip": "quipped quips quipping",
    "quote": "quoted quotes quoting",
    "read": "read reads reading",
    "rebut": "rebutted rebuts rebutting",
    "refer": "referred refers referring",
    "say": "said says saying",
    "sing": "sang sings singing",
    "slam": "slammed slams slamming",
    "snap": "snapped snaps snapping",
    "sob": "sobbed sobs sobbing",
    "sum": "summed sums summing",
    "swear": "swore swears swearing sworn",
    "tell": "told tells telling",
    "weep": "wept weeps weeping",
    "write": "wrote writes writing written",
}


def _inflections(verb: str) -> Iterator[str]:
    """Every form of a verb: regular by its last letters, irregular from the table."""
    yield verb
    if verb in _IRREGULAR:
        yield from _IRREGULAR[verb].split()
    elif verb.endswith("e"):
        yield from (verb + "s", verb + "d", verb[:-1] + "ing")
    elif verb.endswith("y") and verb[-2] not in "aeou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    elif re.search(r"(?:s|sh|ch|x|z)$", verb):
        yield from (verb + "es", verb + "ed", verb + "ing")
    else:
        yield from (verb + "s", verb + "ed", verb + "ing")


CUES: dict[str, str] = {form: verb for verb in sorted(_CUE_VERBS) for form in _inflections(verb)}
"""Each form of each verb of saying, and its base form."""

STRONG = words(
    "say tell add write tweet explain note argue claim insist assert admit acknowledge concede warn announce declare "
    "contend maintain allege testify reply respond predict state reiterate stress emphasize emphasise suggest report "
    "caution complain confirm deny vow pledge promise recall observe conclude assure inform remind boast joke aver "
    "opine remark disclose reveal clarify lament comment quip"
)
"""Verbs that report speech even where nothing is in quotation marks."""

CHARACTERISING = words(
    "call dub label brand describe characterize characterise term deem refer criticize criticise slam blast denounce "
    "decry condemn deride mock praise hail laud accuse blame thank portray dismiss reject defend tout express voice "
    "offer cite quote"
)
"""Verbs whose object is what the words are about: "called him 'a total stiff'"."""

WEAK = words(
    "offer express voice portray reject defend read point continue reason order question urge demand propose counter "
    "blame cite call sing recommend advise guess agree object detail reflect interview"
)
"""Verbs that say something else as often: a strong verb in the same sentence goes before them."""

NO_INVERSION = words("tell call describe inform remind assure accuse blame thank")
"""Verbs that are never followed by their subject: after '"...," told' comes whom, not who."""

OFTEN_NOUNS = words(
    "state states report reports claim claims note notes comment comments question questions point points order "
    "orders echo voice post posts message messages text texts email emails mention guess request requests promise "
    "promises pledge pledges reason reasons demand demands offer offers urge read sing name label labels term terms "
    "dub brand brands remark remarks estimate estimates joke jokes quote quotes blame praise charge charges counter "
    "attack challenge challenges review answer answers chant chants shout shouts cry cries warrant highlight "
    "highlights call calls stress caution boast boasts vow vows appeal interview interviews blog blogs tweet tweets "
    "object objects query queries rage protest protests lecture detail details whisper reply replies murmur scream "
    "screams rail rails rebuke moan howl roar taunt account repeat repeats"
)
"""Forms that are nouns about as often as verbs: they count only next to a subject, or before 'that' or a mark."""

PASSIVE_PARTICIPLES = words(
    "told asked called quoted reported described accused dubbed criticized criticised praised informed mocked slammed "
    "blamed considered known ordered interviewed read labeled labelled posted written offered rejected deemed termed "
    "branded dismissed denounced condemned cited expected urged reminded advised thanked challenged charged hailed "
    "instructed questioned referred credited"
)
"""After a form of 'be' these have the addressee, not the speaker, as their subject."""

INTRODUCING_VERBS = words("went shot put puts goes began begins chimed fired came wrote spoke thought thinks broke cut")
"""Other past forms that introduce speech beside a comma or colon: "shot back", "went on"."""

DETERMINERS = words(
    "the a an this that these those his her their its our my your some any no each every another several many most "
    "both all few one two three four five six seven eight nine ten dozens hundreds"
)
ARTICLES = words("the a an his her their this")
NUMERALS = words("one two three four five six seven eight nine ten many several few most")
PREPOSITIONS = words(
    "of in on at by for with from to into about against between through during before after above under over near as "
    "like since until without within among amid amidst despite toward towards upon via per across around behind beyond "
    "outside inside off out up down including regarding concerning following besides alongside"
)
SUBORDINATORS = words(
    "as when while if although though because since after before until once unless whereas asked whether"
)
CONJUNCTIONS = words("and or but nor yet so")
AUXILIARIES = words(
    "is are was were be been being has have had do does did will would could should may might must can "
    "'s 've 'd 'll ’s ’ve ’d ’ll"
)
BE = words("is are was were been be being")
NOMINATIVE = words("he she they i we it you")
OBJECTIVE = words("him them me us himself herself themselves itself")
RELATIVE = words("who which whom whose")
POSSESSIVE_ENDING = words("'s ’s")
ADVERBS = words(
    "also later then now recently again too just still even once often never always earlier yesterday today tonight "
    "ago soon further repeatedly quickly already only simply flatly not n't 't ’t however meanwhile instead first "
    "finally famously tomorrow afterwards thereafter rather quite back"
)
DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february "
    "march april may june july august september october november december jan feb mar apr aug sep sept oct nov dec"
)
TIME_NOUNS = words(
    "week month year night morning evening afternoon day days weekend summer spring fall autumn winter weeks months "
    "years hours hour minutes noon midnight"
)
TIME_MODIFIERS = words("last this next that later earlier past")
NOT_ADVERBS = words(
    "ally family rally italy assembly july reply supply only early kelly emily sally molly billy holly beverly "
    "kimberly apply imply bully daily weekly monthly elderly friendly lily"
)
"""Words in -ly that are no adverbs."""

PAST_FORMS = words(
    "went shot put came took made gave got kept began held left let led met sent spoke stood thought saw knew felt "
    "fell drew broke puts goes begins thinks became brought found heard ran sat chose laid paid lost won threw fired "
    "pressed noted"
)
"""Irregular past forms of common verbs that are no cues."""

NOT_PAST = words("united hundred need indeed red bed speed")

NOT_NAMES = (
    words(
        "the a an this that these those he she they it i we you his her their its our my your but and or so if when "
        "while as after before in on at by for with from to of not no yes what who why how where which there here then "
        "now still yet also even just only all some many most one two three asked according meanwhile however instead "
        "though although because since until during despite like addressing speaking citing asking responding earlier "
        "later last both each every another several ahead amid following under over once unlike about well well, oh "
        "ok okay let do does did is are was were has have had can could will would should may might must"
    )
    | DAYS
)
"""Words that begin sentences in capitals and are no names."""

MONTHS_AS_NAMES = words("may april june august")

MALE_TITLES = words(
    "mr sir king prince lord congressman spokesman chairman councilman assemblyman actor businessman pope father "
    "baron duke emperor sheikh sheik imam shri sri herr monsieur senor señor don rabbi cardinal archbishop policeman "
    "widower brother uncle grandfather husband son"
)
FEMALE_TITLES = words(
    "mrs ms miss congresswoman spokeswoman chairwoman queen princess lady dame councilwoman assemblywoman actress "
    "businesswoman baroness duchess empress begum smt frau madame madam mme senora señora policewoman widow sister "
    "aunt grandmother wife daughter mother housewife waitress nun"
)
MALE_ADDRESS = words("mr sir lord shri sri king prince")
FEMALE_ADDRESS = words("mrs ms miss lady dame smt queen princess madam mme")
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | words(
        "dr prof sen rep gov gen lt col sgt rev st capt hon fr maj brig cmdr supt insp president senator governor "
        "secretary representative minister chancellor chief judge justice professor mayor ambassador general former "
        "adviser advisor analyst director coordinator commissioner superintendent treasurer pastor sheriff officer "
        "detective coach captain reverend speaker vice prime spokesperson premier envoy colonel lieutenant major "
        "sergeant inspector constable admiral bishop economist author candidate lawyer attorney prosecutor doctor "
        "deputy mp mla lawmaker striker midfielder manager foreign executive presidential congressman-elect nominee"
    )
)
"""Words before a name that are not part of it, without their full stops."""

ABBREVIATED_TITLES = "Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col Sgt Rev St Prof Capt Sens Reps Hon Maj Brig Cmdr Supt Insp"
SUFFIXES = words("jr sr ii iii iv")

ORGANISATION_WORDS = words(
    "party house senate court university college department committee council company inc corp ltd llc plc group times "
    "post news journal street office bureau agency association institute center centre school bank county city state "
    "states union nations hall club fund foundation act bill war day world america american americans republican "
    "republicans democrat democrats democratic china chinese russia russian washington york congress ministry "
    "commission force forces army navy police authority organisation organization parliament press daily tribune "
    "herald gazette guardian television radio network airlines airport hospital church temple mosque stadium cup "
    "league championship games airways motors holdings capital partners services systems technologies technology "
    "media international national federal federation society trust board team tower bridge river lake mountain island "
    "sea ocean north south east west eastern western northern southern street road avenue square park palace "
    "government administration cabinet embassy campaign conference convention summit forum programme program project "
    "week month year award awards prize festival museum library theatre theater zealand korea africa lanka arabia "
    "kingdom"
)
"""Words that a person's name does not hold."""

ORGANISATION_OR_SURNAME = words(
    "bill park hall church west north south day press street court bank post justice banks guardian"
)
"""Those of them that may follow or be a given name after all."""

STATE_OFFICES = words(
    "state defense defence house energy commerce labor labour education justice health interior agriculture "
    "transportation treasury finance railways home external"
)
"""What a secretary or minister is 'of': the name begins after it."""

WORK_WORDS = words(
    "titled entitled book film movie show song album novel program programme documentary series host memoir essay play "
    "podcast musical sitcom headlined called dubbed nicknamed named"
)
"""Before a Title Case stretch in marks: it is a title."""

FUNCTION_WORDS = words("a an the of in on at by for with from to and or but as is vs v")
PERFORMED = words("read reads reading sang sing sings singing wrote writes writing written")
APPOSITIVE_HEADS = words(
    "who which whose a an the former one now then another himself herself executive chief senior president chairman "
    "chairwoman director deputy ceo founder co-founder head professor author"
)


FAMILY_NAMES_FIRST = words(
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang "
    "feng yu dong xiao cheng cao yuan deng shen zeng peng lv su lu jiang cai jia ding wei xue ye yan pan du dai xia "
    "zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long "
    "wan xi qian tsai lai ko chiang kim lee park choi jeong jung kang cho yoon jang lim han oh seo shin kwon hwang "
    "ahn hong moon ban nguyen tran le pham hoang phan vu vo dang bui do ngo duong ly"
)
"""Family names of people whose given name comes last: China, Korea, Vietnam."""


def is_cue_of(form: str, verbs: frozenset[str]) -> bool:
    """Whether the lower-case `form` is a form of one of `verbs`."""
    return CUES.get(form, "") in verbs
