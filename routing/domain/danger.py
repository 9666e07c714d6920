"""Plain words that mean danger to life, now: to the caller, or to somebody the caller speaks of.

Explicit words count wherever they stand ("kill myself"), though they are denied: who says "I'm not going to hurt
myself" is thinking of it. News counts ("he's collapsed") unless the words beside it tell that it is over, a matter of
papers, or a figure of speech. What these words miss, the manner head may hear (`routing/text/manner.py`).
"""

from __future__ import annotations

import re

NEAR_CHARACTERS = 60

_PERSON = (
    r"(?:(?:me|us|him|her|them|someone|somebody|everyone|people|mum|dad|mummy|daddy|gran|nan|"
    r"(?:my|our|the|his|her|a|an|some) (?:\w+ ){0,2}?(?:mum|mother|dad|father|wife|husband|partner|kids?|children|"
    r"child|baby|son|daughter|brother|sister|boy|girl|lad|man|woman|lady|family|neighbour|mate|friend|ex|boyfriend|"
    r"girlfriend|step\w+|nan|gran|grandad|grandmother|grandfather|staff|people|teacher|nurse|tenant|driver))\b)"
)
_SELF = r"(?:my ?self|him ?self|her ?self|them ?sel(?:f|ves)|themselves|our ?selves)"
_MUCH = (
    r"(?:all|both|whole|entire|lots?|loads?|handfuls?|too many|too much|more than|packets?|packs?|bottles?|box|boxes|"
    r"double|bunch|dozens?|strips?|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|\w+teen|\d\d+)"
)
_MEDICINE = (
    r"(?:pills?|tablets?|paracetamols?|painkillers?|aspirins?|ibuprofen|codeine|medicines?|medication|meds|insulin|"
    r"capsules?|morphine|antidepressants|sedatives|calpol|sleepers|pain killers)"
)
_DEADLY = r"(?:bleach|antifreeze|weed ?killer|disinfectant|drain cleaner|button batter\w+|rat poison|white spirit)"
_BLADE = (
    r"(?:kni(?:fe|ves)|guns?|shotgun|machete|blade|axe|weapons?|baseball bat|hammer|crowbar|bomb|sword|"
    r"screwdriver|rope|noose)"
)
_HEIGHT = r"(?:bridge|ledge|roof|cliffs?|edge|car park|railings?|rails?|tracks?|railway(?: line)?|platform|balcony)"

_EXPLICIT = (
    # to oneself
    rf"(?<!nearly )(?<!almost )(?:kill|hang|shoot|stab|drown|poison|strangl|suffocat|harm|top)\w* {_SELF}(?! laughing)",
    rf"(?:go|going|try|tried|trying|want|wants|need|urge|scared|think\w*|thoughts|start\w*|might|keep|keeps|been|d) "
    rf"(?:\w+ ){{0,4}}?(?:hurt|cut|burn)(?:ting|ing)? {_SELF}(?! (?:some|off|out))",
    rf"(?:do|doing|done) (?:away with )?{_SELF} in\b|(?:do|doing) away with {_SELF}",
    rf"do (?:something|anything)(?: \w+)? to {_SELF}|safe with {_SELF}|trust {_SELF} (?:with|not to)",
    r"(?:do|did|done|doing) something (?:stupid|silly|terrible|i cant take back)(?! with)$",
    r"suicidal",
    r"end(?:ing|s)? (?:my|his|her|their) (?:own )?li(?:fe|ves)\b(?! (?:insurance|policy|cover|assurance|member\w+))",
    r"end(?:ing)? (?:it|things|everything)(?: all)? (?:tonight|today|now|tomorrow|this minute)\b",
    r"end(?:ing)? it all\b(?! (?:with you|the|and move))",
    r"(?:going|gonna|want|wanna|decided|ready|about|just|might|could|thinking of|think im going) (?:to )?"
    r"(?:end|ending|finish) (?:it|things)(?: all)?$",
    r"(?:cut|cutting|slit|slitting|slash\w*|open\w*) (?:up )?(?:my|his|her) (?:wrists?|throat|arms?|veins)",
    # a wish not to be
    r"(?:i|he|she|they|who|and|just|to) (?:\w+ ){0,2}?(?:wants?|wanna|wanted|wanting|ready|need|about|like) (?:to )?(?:just )?"
    r"(?:die|be dead|not exist|stop existing|disappear (?:for good|forever|and never))\b",
    r"(?:wish|if|think) (?:\w+ ){0,2}(?:i|im|he|she) (?:was|were|am|is|wasnt|werent)? ?"
    r"(?:dead|never been born|not here any more|gone for good)\b",
    r"wants? (?:to be )?dead\b|no i want live|no want (?:to )?live|dont wanna (?:live|be here)|not exist any ?more",
    r"(?:dont|do not|didnt|doesnt|not|no|nothing|never|cant|cannot|isnt|aint|what(?:s| is)) (?:\w+ ){0,3}?"
    r"(?:want|wants|wanna|wish|reason|point|deserve|worth|left|feel like|good) (?:\w+ ){0,3}?"
    r"(?:live|alive|living|exist|existing|wake up)\b"
    r"(?! (?:here|in|with|at|on|near|next|there|together|alone|by|under|so|up|down|chat|stream|where|this far))",
    r"(?:dont|do not|doesnt) want(?:s)? to (?:be (?:here|around|alive)|go on|carry on|live)(?: (?:any ?more|no more))$",
    r"(?:dont|do not) want to (?:be here|live) (?:any ?more|no more)\b(?! (?:how|so|i want|id like|can|because of the))",
    r"(?:no|any|see (?:the|a)) (?:point|reason) (?:in |of )?(?:me |to me )?(?:being (?:here|alive)|going on|go on|"
    r"carry(?:ing)? on|to (?:carry|go) on)$",
    r"(?:cant|cannot|can not) (?:go|carry) on(?: (?:any ?more|like this|living(?: like this)?|with life))?$",
    r"better (?:off )?(?:\w+ ){0,2}(?:dead\b|without me\b|if i (?:wasnt|werent|disappeared|died|went|was gone))",
    r"(?:done|finished|enough|tired|sick) (?:with|of) (?:life|living|being (?:alive|here))\b",
    r"not (?:going to |gonna )?be alive|wont be alive|not be(?:ing)? alive|stop being alive|(?:day|sick) of being alive",
    r"(?:im|am|feel like|just) a burden|li(?:fe|ving) (?:isnt|is not|aint|not) worth|hands? on (?:my|his|her) life\b",
    r"(?:said|saying|say|ring|rang|rung) (?:\w+ ){0,4}?(?:my|his|her|their|final|to say|me to say) (?:last )?good ?byes?\b",
    r"when (?:im|i am) gone (?:tonight|tomorrow|youll)|(?:when|how|before|that) (?:you|they|youll|theyll) (?:\w+ )?(?:find|found) (?:me|my body)\b|my kids that find me",
    r"(?:sleep|bed) (?:\w+ ){0,3}(?:not|never|dont) (?:to )?wake",
    # a farewell
    r"(?:nobody|no one|you|youll|they|theyll|wont|dont|me)(?: will| wont| dont)? (?:\w+ ){0,8}after tonight|(?:not|wont) (?:\w+ ){0,6}chase me (?:\w+ ){0,3}much longer",
    r"(?:last call|last thing) ill (?:ever )?make|tell my (?:wife|husband|kids|children|mum|family|daughter|son|mother|dad) (?:that )?(?:im sorry|i love|i loved)",
    r"(?:no|any|only one|see a|the only) (?:other )?way out (?:for me|other than|of this debt|is|left)|(?:cant|dont) see (?:any|a|another) (?:other )?way out$|no way out for me",
    r"(?:be|join|together) (?:with )?(?:my )?(?:mum|wife|husband|him|her|dad|son|daughter|mother) (?:again|in heaven|tonight|on the other side)|join him$|join her$",
    r"(?:after|when|once) (?:im|ive|i am|i have) (?:\w+ )?(?:dead|gone tonight)|after ive gone|ill be (?:dead|gone) (?:by|before|tomorrow)(?! (?:you answer|the time|then on|noon|five))|might as well be dead|wish i were dead",
    r"(?:painful|painless\w*|hurt) (?:\w+ ){0,3}?(?:go that way|way to go|to die|do it)|(?:do it|go|die) painlessly|(?:look\w*|reading|read) (?:\w+ ){0,2}?(?:how to do it|ways to (?:go|die|end)|ways of)",
    r"walk(?:ing)? into the (?:sea|river|traffic)|(?:do|doing) it (?:tonight|properly this time)|im about to do it|dont think ill (?:make|last|see) (?:it )?(?:through )?(?:the|till|until|another) (?:night|morning|day|week)",
    r"(?:dont|cant) see myself (?:being )?(?:here|alive)|not going to be around (?:any ?more|much longer|after|to)|happier if i (?:disappeared|died|was gone)|take us both out|(?:rather|sooner) die than (?:\w+ ){0,8}(?:mean it|my mum|my dad|let them)",
    r"(?:put|putting|help|helping) (?:mum|dad|her|him|us|them|mum and me)(?: both)? (?:go|die|to sleep|out of (?:it|this|\w+ misery))|engine (?:on|running) and the garage|read about me in the paper|youll be sorry when im gone|be gone (?:when|by the time) you|when you get my letter",
    rf"jump (?:off|from|in front)(?! (?:the )?(?:bandwagon|queue|a cliff))|(?:going to|gonna|want to|hell|shell|ill|about to) jump$",
    rf"(?:stand\w*|sat|sitting|climb\w*|up|out|im|hes|shes) (?:\w+ ){{0,4}}?(?:on|over|off|at|by) "
    rf"(?:the |a )?(?:wrong side of |top of |edge of |side of )?(?:the )?{_HEIGHT}$",
    r"wrong side of the (?:rail|railings|barrier|bridge|fence)|over the (?:rail|railings|edge|barrier)|"
    r"(?:climb\w*|gone) (?:\w+ ){0,3}(?:railings?|parapet)",
    r"(?:under|in front of|front of) (?:a|the) (?:train|bus|lorry|tube|car)$|(?:drive|driving|car) (?:\w+ )?into (?:a|the) wall",
    # poison
    rf"(?:took|taken|take|taking|swallow\w*|had|eaten|necked|downed|drunk|drank|given) (?:\w+ ){{0,4}}?{_MUCH} "
    rf"(?:\w+ ){{0,3}}?{_MEDICINE}",
    rf"{_MEDICINE} (?:\w+ ){{0,6}}?(?:all at once|all of them|in front of me|at once|counted out)",
    rf"(?:count|lin|laid|sav|stockpil|hoard)\w* (?:\w+ ){{0,4}}?{_MEDICINE} (?:\w+ ){{0,2}}(?:out|up|for when)|"
    rf"(?:sav|stockpil|hoard)\w* (?:up )?(?:all )?my {_MEDICINE}",
    rf"(?:drunk|drank|drink\w*|swallow\w*|eaten|ate) (?:\w+ ){{0,3}}?{_DEADLY}",
    r"(?:childs?|kids?|toddlers?|babys?|boys?|girls?|sons?|daughters?|grandsons?|year olds?) (?:\w+ ){0,2}?swallow\w*|"
    r"(?:hes|shes|he has|she has) (?:just )?swallowed (?:a|the|some|something|it|my)\b",
    rf"{_MEDICINE} with (?:a |the |some )?(?:\w+ of )?(?:vodka|whisky|wine|gin|drink|alcohol|booze)|wrong (?:{_MEDICINE}|dose)|"
    rf"(?:bottle|box|packet|strip|pile) of {_MEDICINE} (?:\w+ ){{0,6}}?(?:looking|in my hand|next to me|in front|open)|"
    rf"got hold of (?:\w+ ){{0,4}}?{_MEDICINE}|(?:more|the whole|the lot) (?:\w+ ){{0,3}}?(?:than i should|all at once)|"
    rf"with (?:the )?(?:pills|tablets|a rope|a razor)$",
    rf"how many (?:\w+ ){{0,4}}?{_MEDICINE} (?:\w+ )?(?:would|does it|is too many|to (?:die|kill|end|not))",
    # threats and violence
    rf"(?:going to|gonna|will|wants? to|try\w* to|threat\w* to|said hed|said hell|says hell|hell|shell|theyll|hed|"
    rf"theyd|would|to come and) (?:\w+ )?(?:kill|stab|shoot|murder|strangle|rape|beat|burn|throttle) (?:all )?{_PERSON}"
    r"(?! (?:\w+ ){0,4}?(?:if ive|if i (?:lose|lost|forget|forgot|miss|fail|dont|was|break)|i forgot|i lost|i missed|"
    r"ive (?:lost|forgotten|missed|left)|when (?:he|she|they) (?:sees?|finds?|hears?)|if this|if my|if the|if it|ha\b))",
    rf"(?:slit|cut|wring|break|smash) (?:my|his|her|their) (?:throats?|necks?|legs|skull)(?! fee)",
    rf"(?:hands? (?:a)?round|grabbed|got|has|had) (?:\w+ ){{0,2}}(?:my|her|his|by the|the) (?:neck|throat)\b",
    r"threaten(?:ed|s|ing)? (?:\w+ )?(?:to (?:kill|stab|shoot|burn|hurt|throw|harm)|with a (?:knife|gun))",
    r"\bbomb (?:in|at|under|outside) (?:the|your|my|our)|(?:set|light) (?:\w+ )?(?:my ?self|him ?self|her ?self|"
    r"the house|us|your office|the place) (?:on fire|alight)|(?:set|burn) (?:\w+ ){0,3}?(?:house|office|place|flat) "
    r"(?:on fire|down) (?:with|if)|burn (?:my|our|your|the) (?:house|home|flat|office) down",
    r"(?:fear|fearing|scared|afraid|frightened|terrified|worried) for (?:my|his|her|their|our) (?:li(?:fe|ves)|safety)",
    r"(?:im|i am|were|we are|shes|hes|she is|he is|theyre|life is|lifes|life in|not) in (?:\w+ )?danger\b|"
    r"(?:im|i am|dont feel|not feel|were|shes|hes) (?:not )?(?:safe|unsafe)(?: (?:at home|here|on my own|with|tonight|"
    r"any ?more)|$)",
    r"(?:wont|doesnt|will not|not) let (?:me|us|her|him|them) (?:\w+ )?(?:leave|go|out)(?: (?:the|my|of|home|and|house)|$)",
    r"(?:locked|shut|tied|trapped|holding|kept|keeping) (?:me|us|her|him) (?:in|up|here|there|prisoner|hostage|captive)\b"
    r"(?! (?:of my|a queue))|(?:im|hes|shes|were|we are|i am) being held (?:here|against|by|hostage|prisoner|captive|and i)|kidnap\w*|held at \w+ ?point|"
    r"im being held$|(?:they|he|she|boss|man|they have|theyve|hes|shes) (?:\w+ )?(?:got|took|taken|keeps?) (?:my|our) passports?",
    r"(?:making|forcing) me (?:\w+ )?(?:transfer|do this|send|move|pay|withdraw|carry|marry)",
    rf"(?:ive|i have|i think ive|ive just|i just) (?:just )?(?:killed|stabbed|shot|strangled|smothered|hit) {_PERSON}(?! (?:up|with|in the pocket))",
    r"(?:world|everybody|everyone|you|they) (?:would|will|d) (?:\w+ )?be (?:\w+ )?(?:better|fine|happier) without me|(?:worth|be) more (?:\w+ )?dead\b|"
    r"(?:dark|bad|awful|terrible) thoughts\b(?! about (?:the|your))|thoughts (?:\w+ )?(?:of|about) (?:not being here|ending|hurting|dying|death)|"
    r"shouldnt be here any ?more|reason (?:to stay alive|not to (?:die|jump|do it|go through))|(?:drink|starv)\w* myself to death",
    r"(?:for a walk|to the (?:woods|sea|bridge|cliffs?|river|railway|tracks|beach)) (?:\w+ ){0,4}(?:not coming|wont be coming|not going to come)|"
    r"(?:walking|off|driving|going|gone) to the (?:bridge|cliffs?|railway|tracks|railway line)(?: (?:to|and)|$)",
    r"blow (?:the place|you all|it all|this place|your \w+|the \w+) up|planted (?:something|a (?:bomb|device))|(?:device|bomb|bag|package) (?:\w+ ){0,3}(?:ticking|with wires)|"
    rf"run(?:ning)? {_PERSON} over|driving at people|(?:we are|were|im|shop is|bank is|office is|place is) being robbed(?: right now| at| now|$)|tied up (?:my|the|us|our|and)|tied to a",
    r"(?:cord|rope|belt|noose|blind cord|wire)(?:s| is)? (?:a)?round (?:my|his|her|the) (?:\w+ )?(?:neck|door)\b|rope round",
    # help, said outright
    r"(?:need|call|send|get|want|fetch|ring) (?:me |for |us )?(?:an? |the )?(?:ambulances?|paramedics?|fire brigade|"
    r"fire engine)\b(?! (?:bill|lottery|parking))|^(?:the )?(?:ambulance|fire brigade|fire|flames|police)(?: please)?$",
    r"(?:need|call|send|get|want|fetch) (?:me |for |us )?(?:the )?police (?:please|now|right|here|quick|round|hes|theres)|"
    r"send the police|call (?:999|nine nine nine|the police for me)|(?:cant|dont) (?:ring|call) the police",
    r"^(?:please )?help me(?: (?:please|help me))*$|(?:please )?help me (?:please )?(?:hes|hell|theyre|shes|im dying|now)|"
    r"pretend to order|(?:hes|he is|they are|theyre) listening|i cant talk (?:long|now)|somebody help me please hes",
)
_NEWS = (
    r"self ?harm(?:s|ed|ing)?\b|harms (?:him|her)self|\bsuicide\b|\boverdos(?:e|ed|ing)\b(?! of (?:adverts|parking|junk|spam|post))|\bkms\b|tak(?:e|es|ing) (?:my|his|her|their) own li(?:fe|ves)",
    rf"(?:hurt|cut|burnt|burned) (?:my ?self|her ?self|him ?self) (?:really|badly|again|so (?:deep|bad|much)|deep|tonight|with|because|on purpose)",
    # violence under way
    rf"(?:hit(?:s|ting)?|beats?|beating|beaten(?: up)?|punch(?:es|ed|ing)|strangl\w+|chok(?:ed|es|ing)|attack(?:s|ed|ing)|"
    rf"slap\w+|kick(?:s|ed|ing)|rap(?:es|ed|ing)|stabb?(?:ed|s|ing)|shooting|assault\w*|batter\w*|hurt(?:s|ing)|"
    rf"touch(?:es|ing)|forc(?:es|ing)|grabbed|bitten|burning|knifed) {_PERSON}(?! (?:hard|very hard|for|in the (?:pocket|back)|with (?:a |your |another )?"
    rf"(?:\w+ )?(?:fee|fees|charge|charges|bill|price|quote|increase)))",
    r"(?:being|been|getting|just) (?:\w+ )?(?:attacked|stabbed|raped|beaten|assaulted|shot(?: at)?|strangled|chased(?! for)|followed(?! up)|"
    r"threatened|blackmailed|poisoned|electrocuted|knocked (?:down|over|out)|run over|hit by a (?:car|van|bus|lorry))",
    rf"(?:has|have|hes|shes|got|had|with|pulled|holding|waving|carrying|theyve|ive|theres|against|outside) "
    rf"(?:\w+ ){{0,4}}?(?:a |an |the |his |her )?{_BLADE}\b(?! (?:missing|set|sets|kit|drawer|block|licen[cs]e|certificate|sharpen\w*|"
    rf"station|tank|pump|bridge|dog|club|can|receipt|refund|in my basket|rack|scare|and fork))|(?:got|pour\w*|throw\w*|doused in|covered in) (?:\w+ )?(?:petrol|acid)\b(?! (?:rain|reflux|station|in the wrong))",
    r"(?:someones?|somebodys?|someone is|somebody is|man|men|burglars?|intruders?|strangers?|bloke|blokes|lads|ex|exs|hes|theyre) "
    r"(?:\w+ ){0,5}?(?:in (?:my|the|our) (?:house|flat|garden|bedroom|loft) (?:with|now|and i|hes|theyre)|in my house$|"
    r"breaking in|break in|get(?:ting)? in(?:to)? (?:my|the|our) (?:\w+ )?(?:house|home|flat|door|window|bedroom)|get(?:ting)? in$|"
    r"(?:kick|smash|hammer|bang)\w* (?:on |at |down |in )?(?:my|the|our) (?:\w+ )?(?:door|window)|(?:hammer|bang|kick)ing on my)|"
    r"\bbreaking in(?:to)? (?:my|the|our|downstairs|now|right|$)",
    r"(?:outside|turned up|back now|coming back|on his way back|hes here|theyre here|kick\w*) (?:\w+ ){0,8}?"
    r"(?:kill (?:me|us)|hurt (?:me|us)|knife|baseball|gun|hiding|the door in)|(?:standing|stood) over me|(?:following|followed|stalking) me\b(?! on)|"
    r"(?:hes|shes|theyre|someones|men are) chasing me\b(?! for)|hiding (?:in|under|from) (?:the|my|him)|"
    r"(?:he|they)(?:s|re|ll| is| are| will)? (?:going to |gonna )?(?:hurt|kill|hit) me$|find me$|"
    r"(?:kill|hurt|burn|harm)(?:ing|s)? (?:me|us|the (?:kids|children|baby)) (?:and|or|tonight|if i (?:leave|go|tell|ring|say|dont pay))|"
    r"(?:hes|theyre|shes|man is|he is|they are) (?:killing|murdering|strangling|beating|drowning) (?:her|him|them|me|my|a)\b|"
    r"(?:hell|shell|theyll|hed|theyd|(?:he|she|they|man)s?(?: is| are)? going to|theyre going to) (?:hurt|harm|cut|attack|drown|smother|hit|beat) "
    rf"(?:{_PERSON}|me)|set fire to (?:the|my|our|us|his|her)|pillow over|(?:hes|theyve|shes|he has|they have|man has) (?:got|taken) my (?:\w+ )?"
    r"(?:daughter|son|child|baby|kids|wife|mum|brother|sister)\b|(?:found out|knows where|found (?:me|us|the address|where)) (?:\w+ ){0,5}?"
    r"(?:on his way|coming|im leaving|i live|prison)|ex (?:has )?found the|put me in hospital|(?:screaming|shouting for help|cries for help) (?:from|upstairs|next|through)|"
    r"kicked on the floor|dogs?(?: has|s)? (?:\w+ )?(?:got hold of|bitten|mauling|attacking) (?:a|my|the|him|her) (?:\w+ )?(?:girl|boy|child|kid|face|baby|son|daughter)",
    r"gun ?shots|shots fired|shooting (?:out of|in the|at|outside|people)|(?:hes|theyre|someones|somebodys) (?:shooting|coming up the stairs|downstairs|climbing in)|(?:and )?theyre climbing in|"
    rf"following {_PERSON} (?:home|from)|(?:trying to|tried to) (?:take me|drag|get (?:kids|me|her|him|children) into|abduct)|\bspiked\b|something in my drink|snatched (?:a|the|my) (?:baby|child|daughter|son|girl|boy)|"
    r"drunk (?:and )?(?:\w+ )?smashing|(?:held|holding|put) a (?:knife|gun|blade) to",
    # a body that fails
    r"(?:a |ever so )?(?:funny|terrible|awful|strange|horrible|grey) colour\b|(?:think|sure) (?:\w+ ){0,3}(?:is |s )?(?:dead|died)(?: (?:he|she|shes|hes|on|in the)|$)|(?:mum|dad|nan|gran|husband|wife|grandad|man)s dead (?:she|he|on|in)|"
    r"(?:lots?|pool|pools|pumping|sick|vomit\w*|passing|full of) (?:of )?(?:blood|clots)|boiling water (?:over|on)|kettle over|scalded (?:badly|all)|"
    r"(?:cut|chopped|sawn|sliced|put|took) (?:\w+ ){0,5}?(?:through|off) (?:my|his|her) (?:\w+ )?(?:finger|hand|leg|foot|arm|thumb)s?\b|finger off|(?:end|top) of my (?:finger|thumb)|"
    r"(?:gone|went|going) under(?: and (?:he|she|hasnt|not)|$)|hasnt come (?:back )?up|cant rouse|face (?:is )?like a balloon|asthma (?:attack|s really bad)",
    r"(?:not|stopped|isnt|cant|cannot|aint|barely|hardly|struggl\w* to|trouble|difficulty|get (?:my|her|his)) "
    r"(?:\w+ )?(?:breath(?:e|ing)?)\b(?! (?:for crying|easy|of|a word|test))",
    r"\bunconscious|\bunresponsive|(?:not|isnt|aint) (?:responding|moving|waking|waking up|coming round)(?: and| or| to me|$)|"
    r"(?:wont|cant|doesnt|wouldnt|not|cannot) (?:\w+ ){0,2}?(?:wake|come round)(?: (?:up|him|her|them|for)|$)|out cold|"
    r"passed out|(?:hes|shes|has|just|s) (?:\w+ )?(?:fainted|collapsed|blacked out|keeled over|passed out|dropped down)|"
    r"\bcollapsed (?:in|on|at|and|outside|here)|not making sense|all floppy|gone (?:\w+ )?(?:limp|floppy|grey|cold and)|(?:is|hes|shes|and) floppy",
    r"(?:hes|shes|babys?|he|she|face|lips|lips are|dads|mums|its face) (?:has )?(?:gone|going|turn(?:ed|ing)|are|is)? ?(?:all )?blue\b(?! (?:badge|screen|eyes))|eyes (?:have )?rolled|foaming",
    r"\bchok(?:ing|ed)\b(?! (?:on|hazard|risk|up))|\bchoking on (?:a|an|his|her|some|food|something)\b",
    r"bleed(?:ing)? (?:\w+ ){0,4}?(?:wont stop|heav\w+|a lot|badly|everywhere|from (?:his|her|my|the)|to death|out|and)|"
    r"(?:wont|cant|not|doesnt|isnt) stop(?:ping)? (?:the )?bleeding|blood (?:everywhere|pouring|all over|coming)|so much blood|"
    r"cough(?:ing|ed) up blood|(?:im|hes|shes) bleeding\b(?! (?:money|cash))|head(?:s| is)? bleeding|losing (?:\w+ )?blood",
    r"chest pains?|pains? (?:\w+ ){0,3}?(?:in|across) (?:my|his|her) chest|chest(?:s| is|s gone| feels)? (?:\w+ ){0,2}?(?:tight|crush\w*)|"
    r"(?:hold|clutch|grab)\w* (?:his|her|my) chest|crushing pain|heart (?:has |s )?stopped",
    r"(?:having|just had|think|thinks|looks like|having like) (?:\w+ ){0,4}?(?:a|another) (?:heart attack|stroke|seizure|fit)\b|"
    r"(?:hes|shes|is|and|now|child|started|keeps) fitting\b(?! (?:a|the|my|our|service))|^(?:heart attack|stroke)$",
    r"(?:face|mouth|arm|side)(?:s| has| is)? (?:\w+ ){0,2}?(?:dropped|drooping|droop\w*|gone numb|hanging down|numb)|limp on one side",
    r"(?:throat|tongue|lips|face)(?:s| is| are)? (?:\w+ )?(?:clos\w+|swell\w+|swollen|getting big)|anaphyla\w*|"
    r"allerg\w+ (?:\w+ ){0,8}?(?:pen\b|cant breathe|reaction now)|(?:nut|bee|wasp) allergic",
    r"(?:in labour|waters have (?:gone|broken|just)|waters (?:just )?broke|baby(?:s| is) coming|losing the baby|head(?:s| is) coming)",
    r"(?:fell|fallen|fall|falling|dropped) (?:\w+ ){0,6}?(?:(?:and|he|she|hes|shes|i|im|my \w+) (?:\w+ ){0,3}?(?:not moving|isnt moving|cant get up|"
    r"cant move|bleeding|unconscious|broken|hurt)|off the (?:ladder|roof|scaffold\w*|balcony)|down the stairs and|in the (?:canal|river|lake|pond|water))|"
    r"cant get (?:up|off the floor)|on the floor (?:since|for hours|and|through)|(?:lying|laid) (?:\w+ ){0,3}(?:floor|pavement|ground)",
    r"(?:see the bone|bone (?:is |s )?sticking|wounds? (?:has |s )?open|skin(?:s| is) coming off|rash (?:\w+ ){0,4}(?:glass|press)|"
    r"run out of (?:insulin|oxygen)|out of (?:insulin|oxygen)|(?:oxygen|ventilator|breathing machine)(?:s| has)? (?:\w+ ){0,4}(?:stopped|off|flat|battery))|"
    r"(?:taken|took|eaten|drunk) (?:something|a load|the lot|them all|all of them|it all) (?:\w+ ){0,4}?(?:cant|wont|not|burning|and look|shaking)|(?:ive|she|he|i) (?:\w+ )?(?:taken|took) (?:the lot|them all|all of them)$|"
    r"(?:too late ive|its done ive|late i) (?:\w+ )?already (?:taken (?:them|it)|done it)$|(?:going to|gonna) (?:pass out|faint|collapse)|cant (?:feel my (?:legs?|hands?|arms?|face)|stand up)|hypothermi\w+|bitten by a (?:snake|adder)|im dying\b(?! (?:to|for|of|with|laughing))|(?:someone|somebody|he|she|dad|mum)s? (?:is )?dying (?:here|now|on|in front|please)|"
    r"(?:needle|lips)(?:s| are)? (?:\w+ ){0,3}blue|(?:he|she|theyve|shes|hes|brother|son|found \w+) (?:has )?hung (?:him|her)self|hes hanging",
    # fire, gas, water, road
    r"on fire\b(?! (?:with people|today|sale|trying))|caught (?:fire|light)|\bflames\b|(?:smoke|fumes) (?:coming|pouring|everywhere|in the|under|and we|filling)|"
    r"(?:theres|full of|smell|see|and) (?:\w+ )?smoke\b(?! (?:alarm|detector|damage|free))|fire in (?:the|my|our) (?:flat|kitchen|house|bin|building|garage|shed)|"
    r"theres (?:a )?fire (?:in|at|next|under)|(?:is|s) alight\b|alight (?:under|and|in)|filling (?:up )?with smoke|all smoke|reeks? of gas|gas pipe|(?:turned|left) the gas on|^theres a fire\b|wires? (?:live|down|hanging)|people are going to (?:get|be) killed|on the (?:level crossing|railway line|tracks) (?:and|with)|fires? (?:is )?(?:spreading|coming)|chip pans? |smell (?:of |\w+ )?burning|sparking|live (?:wire|cable)|glowing|"
    r"(?:house|flat|home|shop|car|building)(?:s| is) burning|gone up in flames|(?:explosion|exploded) (?:and (?:the|theres|its|im|hes|people)|in the|at the|near)|caught light|set light to (?:the|my)|been an explosion|blown up",
    r"smells? (?:\w+ ){0,3}?gas\b|gas smell|stink\w* of (?:gas|eggs)|smells? (?:like |of )?(?:rotten )?eggs|gas (?:is )?(?:leak(?!s? (?:here|was|check|detector))\w*|escaping|hissing)|"
    r"leak\w* gas|(?:carbon monoxide|co|gas) (?:\w+ )?alarm(?:s|s been| has been| is|s gone)? (?:\w+ )?(?:going|gone|beeping|sounding|off|ringing)|"
    r"boiler (?:\w+ ){0,6}?(?:dizzy|headache\w*|sick)",
    r"(?:im|hes|shes|were|people|man|someone|someones|workers?|kids?|child|leg|arm|head|hand|lady in it) (?:are |is |\w+ )?(?:trapped|stuck|crushed|pinned) (?:\w+ ){0,2}?(?:in|under|by|inside|and|with) (?:\w+ ){0,3}?(?:car\b(?! park)|machine|fire|water|flood|wall|tree|lorry|wreck\w*|rubble|smoke|the flood)|"
    r"people (?:are |\w+ )?trapped|(?:legs?|arms?|head)s? (?:is )?(?:stuck|trapped)|(?:collapsed|fallen|come down|caved in|crashed) (?:\w+ ){0,3}?(?:on|with|under|and) (?:\w+ ){0,3}?(?:men|man|people|person|someone|someones|somebody|child\w*|kid\w*|neighbour|inside)\b|(?:on its side|overturned)\b|nobodys getting out",
    r"(?:theres|there has|just|been|had|ive|coach|bus|car|seen|a) (?:\w+ ){0,3}?(?:crash|crashed|accident|pile ?up|overturned)\b (?:\w+ ){0,6}?"
    r"(?:just|now|outside|right|trapped|help|people|in front)|(?:cyclist|biker|rider|pedestrian|motorbike)(?:s| is| has)? (?:\w+ ){0,3}?(?:under|down|knocked)|gone into the (?:central|back of|wall|river)",
    r"\bdrowning\b(?! (?:in (?:my |all |these |the )?(?:these )?(?:paper\w*|debt|spam|bills|email\w*|forms|work|it|post|admin)|prevention|under))|(?:trapped|stuck|cut off|surrounded) (?:\w+ ){0,3}?(?:flood|water|tide)|tides? (?:has |s )?cut|boats? (?:is )?sinking|"
    r"car(?:s| is)? (?:\w+ )?(?:filling with water|in the (?:river|canal|lake))|through the ice|(?:fallen|gone|fell) in(?:to)? the (?:canal|river|lake|sea|water|pond)|swimmer",
    # children, and people who do not answer
    r"(?:baby|child|kids?|toddler|boy|girl|son|daughter|year old|he|she|children)(?:s| is| are|s been| been| has been| have been| left)? (?:\w+ ){0,2}?(?:left alone|left on (?:his|her|their) own|locked in (?:a|the) car|"
    r"all alone in|gone missing|been taken|been snatched|on (?:his|her|their) own in)",
    r"im (?:only )?(?:five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|a kid|a child|only \w+) (?:and|years old) (?:\w+ ){0,6}?(?:hits?|hurts?|alone|scared|nobody|no one|"
    r"wont|run away|mum|dad|touch\w*|frightened)|hurts me\b|touches me\b|(?:dad|mum|stepdad|uncle|carer|he) hits me|(?:shook|hurt|harm) the baby|covered in bruises|"
    r"(?:scared|frightened|terrified|afraid) (?:of what i(?:ll| might| will)|im going to hurt|i might hurt|ill hurt|to go home|(?:hell|he will|hes going to) (?:hurt|kill|hit|find|come))|because of what ill do",
    r"(?:not been seen|hasnt been seen|havent seen|not answering|isnt answering|not heard from) (?:\w+ ){0,10}?(?:smell|flies|curtains|lights?|letterbox|floor|elderly|eighty|"
    r"days and|telly)|(?:see|hear) (?:\w+ ){0,6}?through the (?:letterbox|wall)|on the (?:\w+ )?floor (?:\w+ ){0,6}?(?:not answering|hes not|shes not|cold|hours|still breathing|cant get)|(?:walked|wandered|run) (?:out|off|away) (?:\w+ ){0,6}?(?:snow|the cold|motorway|dementia|middle of the night)|"
    r"(?:voices|voice|head)(?:s| is| are)? (?:\w+ )?(?:telling|say\w*|tells?) (?:me |\w+ )?(?:to|i)|(?:left|found|sent) (?:\w+ ){0,3}?(?:a note|suicide note|message) (?:\w+ ){0,6}?(?:sorry|goodbye|cliff\w*|bath)|"
    r"(?:hes|shes|and) drunk (?:and )?driving|theres a drunk driving|(?:driv\w+) (?:\w+ ){0,3}?drunk with|wrong way (?:on|down|up) the",
)  # fmt: skip
_OVER = (
    r"(?:last|next) (?:week|month|year|summer|winter|spring|autumn|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|(?:years?|months?|weeks) ago|in (?:the spring|the summer|19\d\d|20\d\d|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|when i was (?:young|a child|little)|"
    r"in my (?:twenties|teens|youth)|used to|as a child|charit\w*|donat\w*|awareness|prevention|training|course|class\b|"
    r"books?\b|novel|film|dvd|series|play\b|exhibition|tickets?|essay|squad|clause|certificate|inquest|coroner|"
    r"my claim|claiming|want to claim|start a claim|claim (?:for|on|form|reference)|compensation|quote\b|insurance (?:quote|form)|"
    r"travel insurance|declare|leaflet|drill|test(?:ing)? (?:is|on)|museum|recall|warranty|refund|return it|blue badge|"
    r"screen|app\b|website|online|printer|laptop|phone (?:is|has)|voucher|lessons|amnesty|delivery|all clear|"
    r"he died|she died|died (?:by|of|from)|was murdered|reopen|nobody was hurt|no one was hurt|hes fine|shes fine|all safe"
)
_NOW = re.compile(r"\b(?:right now|just now|(?<!clear )now|this minute|at this moment)\b")
_SAID = re.compile(r"\b(?:" + "|".join(_EXPLICIT) + ")")
_TOLD = re.compile(r"\b(?:" + "|".join(_NEWS) + ")")
_PAST = re.compile(rf"\b(?:{_OVER})\b")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_STOP = re.compile(r"[^\w\s]*[.!?;][^\w\s]*(?=\s|$)")
_OTHER = re.compile(r"[^\w|]+")


def in_danger(reason: str) -> bool:
    """Tell whether the words themselves say that a life is in danger.

    >>> in_danger("i want to kill myself i owe so much"), in_danger("this queue is killing me")
    (True, False)
    >>> in_danger("my dad's collapsed in the kitchen"), in_danger("my dad collapsed last month, I want to claim")
    (True, False)
    """
    return any(_SAID.search(part) or _has_news(part) for part in plain_parts(reason))


def plain_parts(reason: str) -> list[str]:
    """Return the sentences of a reason in lower case, without apostrophes and punctuation."""
    words = _STOP.sub(" | ", _APOSTROPHES.sub("", reason.lower()))
    return [part for piece in _OTHER.sub(" ", words).split("|") if (part := " ".join(piece.split()))]


def _has_news(part: str) -> bool:
    """Tell whether a sentence has news of danger with nothing beside it that says it is over."""
    return any(not _is_over(part, found.start(), found.end()) for found in _TOLD.finditer(part))


def _is_over(part: str, start: int, end: int) -> bool:
    near = part[max(0, start - NEAR_CHARACTERS) : end + NEAR_CHARACTERS]
    return _PAST.search(near) is not None and _NOW.search(near) is None
