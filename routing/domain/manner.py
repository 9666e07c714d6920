"""How a caller speaks, apart from what they ring about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from routing.domain.danger import in_danger, plain_parts

HEARD = 0.5


class Manner(StrEnum):
    """What a receptionist hears besides the reason. A caller may show several, or none.

    CONCERN is danger that is not plain: reason enough for a person to listen for it.
    """

    DANGER = "danger"
    CONCERN = "concern"
    ABUSE = "abuse"
    DISTRESS = "distress"
    CONFUSION = "confusion"
    PERSON = "person"


_INSULT = (
    r"(?:idiots?|morons?|cretins?|imbeciles?|bastards?|bitch(?:es)?|cows?|slags?|tarts?|whores?|wankers?|dickheads?|"
    r"arseholes?|pricks?|twats?|scum|vermin|parasites?|muppets?|halfwits?|dimwits?|cunts?|pigs?|worms?|"
    r"piece of (?:shit|dirt|filth|rubbish)|waste of space|retards?|prats?)"
)
_BODY = r"(?:knickers|underwear|boobs|tits|naked|sexy|bra\b|legs like)"
_ONE = (
    r"(?:person|human(?: being)?|operator|agent|advisor|adviser|representative|receptionist|somebody|someone|"
    r"colleague|member of staff|supervisor|manager|real voice|anyone|anybody|people)"
)
_MACHINE = r"(?:machines?|robots?|bots?|computers?|recordings?|chatbots?|menus?|automated \w+|answerphones?)"

_WORDS = {
    Manner.CONCERN: (
        r"^(?:(?:please|hello|i need|we need|need|get me|send|its an?|the|some|someone) )*(?:help|help me|ambulance|"
        r"police|fire|fire brigade|fire engine|emergency)(?: (?:please|now|quick(?:ly)?|help|me))*$",
    ),
    Manner.ABUSE: (
        r"(?:you|youre|your|ya|u) (?:(?!(?:couriers?|drivers?|builder|website|system|colleague|neighbour|boss|"
        r"have|had|for|that|the|told|sent|said|"
        rf"called|call|know|parked|about|to|lost|can|could|do|did|ever|get|got)\b)\w+ ){{0,4}}?{_INSULT}\b",
        r"(?:you|youre|you are) (?:so |such a |a |bloody |fucking |too |really |all |just )*(?:stupid|thick|"
        r"dumb|brain ?dead|brainless|pathetic|"
        r"worthless|useless you|disgusting|subhuman|vile|ugly|an? animal)\b",
        r"(?:fuck|screw|sod|piss|bugger|eff) (?:off|you)\b(?! (?:and on|with))|(?<!to )shut (?:up|"
        r"your (?:mouth|face|gob)|it)$|shut (?:up|your) (?:you|and|mouth|face|gob)|go to hell|"
        r"drop dead\b(?! gorgeous)",
        r"(?:hope|wish) (?:you|your (?:kids?|family|mum|mother|children|house)) (?:all )?(?:dies?|rots?|"
        r"gets? (?:cancer|hit|run|the sack)|burns?|chokes?|starves?|loses?)",
        r"(?:ill|im going to|gonna|going to|i will|i could|want to) (?:\w+ ){0,2}?(?:smash|punch|batter|slap|"
        r"hit|kick|knock|break|wring|rip|swing for|hurt|smack|drag) "
        r"(?:you\b|your (?:face|teeth|head|jaw|neck|legs|lights))(?! (?:if you|to|the|a|back|on the))",
        r"(?:know|find out) where you (?:work|live)|watch your back|make you (?:sorry|cry)|"
        r"want (?:shooting|hanging)$|(?:want|deserve)s? (?:a slap|shooting|hanging)",
        rf"(?:what (?:are|re)|what colour|what) (?:\w+ ){{0,3}}(?:you wearing|{_BODY})|you sound (?:so |well |"
        r"dead )?(?:sexy|gorgeous|fit)|talk dirty|sexy voice|touching myself|bend you over|"
        r"(?:are you single|have you got a boyfriend)|send (?:me )?(?:a )?(?:picture|photo|nude)s? of yourself",
        r"go back to (?:where you|your own country)|(?:cant|dont) you (?:even )?speak english|(?:not|"
        r"dont want to) (?:speak|talk)(?:ing)? to (?:a |one of )?(?:foreigner|your (?:lot|kind|sort)|"
        r"you people)|"
        r"(?:your|you) (?:kind|sort|lot) (?:are|should|shouldnt|all)\b (?:be |all |not )?(?:scum|thieves|"
        r"liars|disgusting|crooks|go home|be allowed)|speak (?:proper )?english you",
    ),
    Manner.DISTRESS: (
        r"(?:cant|cannot|not|wont|couldnt|havent) (?:\w+ )?stop(?:ped)? (?:crying|shaking|sobbing|weeping|trembling)|"
        r"(?:im|i am|ive been|been|sorry im|was|keep|started|just) (?:\w+ ){0,2}?(?:crying|sobbing|weeping|"
        r"in tears|tearful|hyperventilating|in floods|in bits)\b(?! (?:with laugh|laughing))",
        r"burst into tears|(?:having|im having|have) (?:a |an |another |some sort of )?(?:panic attack|"
        r"breakdown|meltdown)s?\b|im (?:\w+ )?(?:panicking|freaking out|distraught|devastated|heartbroken|"
        r"inconsolable|overwhelmed|"
        r"beside myself|desperate|frantic|hysterical|falling apart|breaking down|at breaking point|"
        r"a nervous wreck)\b(?! (?:for|to know|you(?:ve|re)? (?:stopped|dont)))",
        r"(?:so|too|very|really|that|ever so|terribly|all) (?:upset|distressed|frightened|scared|terrified|"
        r"lonely|ashamed) (?:i|to|at|and|about|please|of)\b|im (?:so|too|very|ever so) (?:upset|distressed|"
        r"frightened|scared|terrified|lonely)$|"
        r"sick with worry|worried sick|out of my mind with|going mad with worry|at my wits end (?:with worry|"
        r"please|and)|wits end$",
        r"(?:cant|cannot|not) (?:cope|coping|take it)(?: any ?more| any longer| at all| with (?:all )?(?:this|"
        r"it|life|everything))?$|everythings (?:too much|falling apart|on top of me)|its all too much|"
        r"(?:begging|beg) you\b|(?:dont know|nowhere|no idea) where to turn|no ?(?:one|"
        r"body) (?:else )?to turn to|(?:cant|couldnt) (?:get|say) (?:my|the) words out|fall(?:en|ing) apart$",
        r"(?:died|passed away|lost (?:him|her)|dead) (?:\w+ ){0,6}?(?:dont know (?:what|where|how)|"
        r"cant (?:stop|think|face|cope)|in shock|heart|crying)|lost (?:my|our) (?:baby|little (?:girl|"
        r"boy)) and",
    ),
    Manner.CONFUSION: (
        r"(?:who|where|what) (?:have|did|am) i (?:just )?(?:rung|rang|ring|called|call|got through|ringing|"
        r"calling|through to|speaking to|talking to)(?: again| please)?$",
        r"(?:dont know|forgotten|cant remember|not sure|cant think|no idea|forget) (?:\w+ )?(?:why|what|who|"
        r"where) (?:im|i am|i was|i|ive) (?:\w+ )?(?:ringing|calling|rung|rang|called|am|phoning|speaking to|"
        r"here)\b",
        r"(?:lost|losing) (?:my|the) thread\b(?! on)|gone (?:clean |right )?out of my (?:head|mind)|"
        r"what was i (?:saying|ringing|calling|talking|doing|on about)|what did i (?:ring|call|want)|"
        r"tip of my tongue",
        r"(?:im|i am|i get|get|getting|all|bit|so|very|ever so) (?:(?!not\b)\w+ )?(?:muddled|mixed up|"
        r"befuddled|disorientated|confused)\b(?! (?:by|about|over|with) (?:the |your |my |this )?(?:bill|"
        r"charge|letter|statement|form|rate|email|section))"
        r"(?= (?:i|and|with machines|today|now|dear|please|who|is|thought|since|these)|$)",
        r"what (?:day|year|month|time of day) is it(?= today|$)|is it (?:morning|night|day|monday|tuesday|wednesday|"
        r"thursday|friday|saturday|sunday)(?: or| today|$)|i dont know where i am|cant find my (?:house|"
        r"way home|mum|mother)$|i want to go home|"
        r"(?:cant|dont) remember (?:my (?:own )?(?:name|address)$|where i live|who i am)|where do i live|"
        r"whos this$|who is this$|who are you(?: dear| again)?$",
        r"im (?:\w+ )?(?:drunk|pissed(?! off)|hammered|stoned|plastered|off my (?:head|face)|wasted|high as|"
        r"pished|steaming)\b|(?:had|have had) (?:a few(?= |$)(?! \w)|too many drinks|\w+ pints|"
        r"a bit to drink|a few drinks|"
        r"a skinful)|all over the place$",
        r"(?:ive got|i have) (?:dementia|alzheimers)\b",
    ),
    Manner.PERSON: (
        r"(?:speak|talk|chat|put (?:me )?(?:through|on)|connect(?: me)?|transfer me|get (?:me )?through|"
        r"pass me|a word) (?:\w+ )?(?:to|with|on to|onto) (?:a |an |the |your |any |some |another |"
        r"one of your |one of the |"
        rf"one of |whoever|whoevers )?(?:\w+ )?(?:{_ONE}s?|staff|team|advisers|front desk|desk|reception|"
        r"switchboard|humans?|lady|gentleman|nurse|pharmacist|librarian|real)\b(?! (?:yesterday|last|who told|"
        r"and (?:he|she|they) said))",
        r"(?:want|need|get me|give me|get|have|like|gimme|prefer|rather have|is there|are there|isnt there|"
        r"there) (?:a |an |the |any |some |one |to be )?(?:real |live |actual |proper |living |breathing |"
        r"english |just )*"
        r"(?:human(?: being)?s?|operator|real person|person|live agent|agent|representative|adviser|advisor|"
        r"receptionist|people)(?: please| now| here| there| not| on the (?:line|phone)| at the| in the|"
        r" instead| i can| to (?:talk|speak)| about| ?$)",
        r"(?:dont|do not|wont|not|refuse to|hate|cant stand|stop) (?:\w+ )?(?:want|talk\w*|speak\w*|deal\w*|"
        rf"do|tell\w*|give|giving)? ?(?:\w+ ){{0,4}}?(?:to |with |these |a |this )(?:\w+ )?{_MACHINE}\b",
        rf"^(?:(?:please|just|no|hello|a|an|the|i said|actual|real|live|main) )*(?:{_ONE}|agents?|human|person|"
        r"front desk|reception|switchboard|customer service(?:s)?(?: representative)?|assistant)(?: (?:please|"
        r"now|operator|agent|human|person|representative))*$",
        r"^(?:0|o|zero|nought|press (?:0|zero|nought)|star zero|hash)$|put me through(?: please)?$|"
        r"(?:somebody|someone|anyone) please$|^someone real",
    ),
}
_HEARD_IN = {
    manner: re.compile(r"\b(?:" + "|".join(patterns) + ")" if manner is not Manner.PERSON else "|".join(patterns))
    for manner, patterns in _WORDS.items()
}


def manners(reason: str, believed: Mapping[str, float]) -> frozenset[Manner]:
    """Return the manners that a caller shows: those that their words say outright, and those that a model heard.

    Parameters
    ----------
    believed
        The probability of each manner by its value, scaled so that 0.5 is where it counts; may be empty.

    >>> sorted(manners("operator", {})), sorted(manners("my card's been swallowed", {"distress": 0.7}))
    ([<Manner.PERSON: 'person'>], [<Manner.DISTRESS: 'distress'>])
    """
    heard = said_outright(reason) | {manner for manner in Manner if believed.get(manner.value, 0.0) >= HEARD}
    return heard - {Manner.CONCERN} if Manner.DANGER in heard else heard


def said_outright(reason: str) -> frozenset[Manner]:
    """Return the manners that the words of a reason say by themselves."""
    parts = plain_parts(reason)
    found = {manner for manner, words in _HEARD_IN.items() if any(words.search(part) for part in parts)}
    return frozenset(found | {Manner.DANGER} if in_danger(reason) else found)
