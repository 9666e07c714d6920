"""Explicit words of danger, which count wherever they stand. Without apostrophes, as `plain_parts` leaves a text."""

from __future__ import annotations

PERSON = (
    r"(?:(?:me|us|him|her|them|someone|somebody|everyone|people|mum|dad|mummy|daddy|gran|nan|"
    r"(?:my|our|the|his|her|a|an|some) (?:\w+ ){0,2}?(?:mum|mother|dad|father|wife|husband|partner|kids?|children|"
    r"child|baby|son|daughter|brother|sister|boy|girl|lad|man|woman|lady|family|neighbour|mate|friend|ex|boyfriend|"
    r"girlfriend|step\w+|nan|gran|grandad|grandmother|grandfather|staff|people|teacher|nurse|tenant|driver))\b)"
)
SELF = r"(?:my ?self|him ?self|her ?self|them ?sel(?:f|ves)|themselves|our ?selves)"
MUCH = (
    r"(?:all|both|whole|entire|lots?|loads?|handfuls?|too many|too much|more than|packets?|packs?|bottles?|box|boxes|"
    r"double|bunch|dozens?|strips?|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|\w+teen|\d\d+)"
)
MEDICINE = (
    r"(?:pills?|tablets?|paracetamols?|painkillers?|aspirins?|ibuprofen|codeine|medicines?|medication|meds|insulin|"
    r"capsules?|morphine|antidepressants|sedatives|calpol|sleepers|pain killers)"
)
DEADLY = r"(?:bleach|antifreeze|weed ?killer|disinfectant|drain cleaner|button batter\w+|rat poison|white spirit)"
BLADE = (
    r"(?:kni(?:fe|ves)|guns?|shotgun|machete|blade|axe|weapons?|baseball bat|hammer|crowbar|bomb|sword|"
    r"screwdriver|rope|noose)"
)
HEIGHT = r"(?:bridge|ledge|roof|cliffs?|edge|car park|railings?|rails?|tracks?|railway(?: line)?|platform|balcony)"

EXPLICIT = (
    # to oneself
    r"(?<!nearly )(?<!almost )(?:kill|hang|shoot|stab|drown|poison|strangl|suffocat|harm|"
    rf"top)\w* {SELF}(?! laughing)",
    rf"(?:go|going|try|tried|trying|want|wants|need|urge|scared|think\w*|thoughts|start\w*|might|keep|keeps|been|d) "
    rf"(?:\w+ ){{0,4}}?(?:hurt|cut|burn)(?:ting|ing)? {SELF}(?! (?:some|off|out))",
    rf"(?:do|doing|done) (?:away with )?{SELF} in\b|(?:do|doing) away with {SELF}",
    rf"do (?:something|anything)(?: \w+)? to {SELF}|safe with {SELF}|trust {SELF} (?:with|not to)",
    r"(?:do|did|done|doing) something (?:stupid|silly|terrible|i cant take back)(?! with)$",
    r"suicidal",
    r"end(?:ing|s)? (?:my|his|her|their) (?:own )?li(?:fe|ves)\b(?! (?:insurance|policy|cover|assurance|member\w+))",
    r"end(?:ing)? (?:it|things|everything)(?: all)? (?:tonight|today|now|tomorrow|this minute)\b",
    r"end(?:ing)? it all\b(?! (?:with you|the|and move))",
    r"(?:going|gonna|want|wanna|decided|ready|about|just|might|could|thinking of|think im going) (?:to )?"
    r"(?:end|ending|finish) (?:it|things)(?: all)?$",
    r"(?:cut|cutting|slit|slitting|slash\w*|open\w*) (?:up )?(?:my|his|her) (?:wrists?|throat|arms?|veins)",
    # a wish not to be
    r"(?:i|he|she|they|who|and|just|to) (?:\w+ ){0,2}?(?:wants?|wanna|wanted|wanting|ready|need|about|"
    r"like) (?:to )?(?:just )?"
    r"(?:die|be dead|not exist|stop existing|disappear (?:for good|forever|and never))\b(?! (?:of|"
    r"laughing|when i saw))",
    r"(?:wish|if|think) (?:\w+ ){0,2}(?:i|im|he|she) (?:was|were|am|is|wasnt|werent)? ?"
    r"(?:dead|never been born|not here any more|gone for good)\b",
    r"wants? (?:to be )?dead\b|no i want live|no want (?:to )?live|dont wanna (?:live|be here)|not exist any ?more",
    r"(?:dont|do not|didnt|doesnt|not|no|nothing|never|cant|cannot|isnt|aint|what(?:s| is)) (?:\w+ ){0,3}?"
    r"(?:want|wants|wanna|wish|reason|point|deserve|worth|left|feel like|good) (?:\w+ ){0,3}?"
    r"(?:live|alive|living|exist|existing|wake up)\b"
    r"(?! (?:here|in|with|at|on|near|next|there|together|alone|by|under|so|up|down|chat|stream|where|this far))",
    r"(?:dont|do not|doesnt) want(?:s)? to (?:be (?:here|around|alive)|go on|carry on|live)(?: (?:any ?more|"
    r"no more))$",
    r"(?:dont|do not) want to (?:be here|live) (?:any ?more|no more)\b(?! (?:how|so|i want|id like|can|"
    r"because of the))",
    r"(?:no|any|see (?:the|a)) (?:point|reason) (?:in |of )?(?:me |to me )?(?:being (?:here|alive)|going on|go on|"
    r"carry(?:ing)? on|to (?:carry|go) on)$",
    r"(?:cant|cannot|can not) (?:go|carry) on(?: (?:any ?more|like this|living(?: like this)?|with life))?$",
    r"better (?:off )?(?:\w+ ){0,2}(?:dead\b|without me\b|if i (?:wasnt|werent|disappeared|died|went|was gone))",
    r"(?:done|finished|enough|tired|sick) (?:with|of) (?:life|living|being (?:alive|here))\b",
    r"not (?:going to |gonna )?be alive|wont be alive|not be(?:ing)? alive|stop being alive|(?:day|"
    r"sick) of being alive",
    r"(?:im|am|feel like|just) a burden|li(?:fe|ving) (?:isnt|is not|aint|not) worth|hands? on (?:my|his|her) life\b",
    r"(?:said|saying|say|ring|rang|rung) (?:\w+ ){0,4}?(?:my|his|her|their|final|to say|"
    r"me to say) (?:last )?good ?byes?\b",
    r"when (?:im|i am) gone (?:tonight|tomorrow|youll)|(?:when|how|before|that) (?:you|they|youll|"
    r"theyll) (?:\w+ )?(?:find|found) (?:me|my body)\b|my kids that find me",
    r"(?:sleep|bed) (?:\w+ ){0,3}(?:not|never|dont) (?:to )?wake",
    # a farewell
    r"(?:nobody|no one|you|youll|they|theyll|wont|dont|me)(?: will| wont| dont)? (?:\w+ ){0,8}after tonight|"
    r"(?:not|wont) (?:\w+ ){0,6}chase me (?:\w+ ){0,3}much longer",
    r"(?:last call|last thing) ill (?:ever )?make|tell my (?:wife|husband|kids|children|mum|family|daughter|"
    r"son|mother|dad) (?:that )?(?:im sorry|i love|i loved)",
    r"(?:no|any|only one|see a|the only) (?:other )?way out (?:for me|other than|of this debt|is|left)|"
    r"(?:cant|dont) see (?:any|a|another) (?:other )?way out$|no way out for me",
    r"(?:be|join|together) (?:with )?(?:my )?(?:mum|wife|husband|him|her|dad|son|daughter|mother) (?:again|"
    r"in heaven|tonight|on the other side)|join him$|join her$",
    r"(?:after|when|once) (?:im|ive|i am|i have) (?:\w+ )?(?:dead|gone tonight)|after ive gone|ill be (?:dead|"
    r"gone) (?:by|before|tomorrow)(?! (?:you answer|the time|then on|noon|five))|might as well be dead|"
    r"wish i were dead",
    r"(?:painful|painless\w*|hurt) (?:\w+ ){0,3}?(?:go that way|way to go|to die|do it)|(?:do it|go|"
    r"die) painlessly|(?:look\w*|reading|read) (?:\w+ ){0,2}?(?:how to do it|ways to (?:go|die|end)|ways of)",
    r"walk(?:ing)? into the (?:sea|river|traffic)|(?:do|doing) it (?:tonight|properly this time)|"
    r"im about to do it|dont think ill (?:make|last|see) (?:it )?(?:through )?(?:the|till|until|"
    r"another) (?:night|morning|day|week)",
    r"(?:dont|cant) see myself (?:being )?(?:here|alive)|not going to be around (?:any ?more|much longer|"
    r"after|to)|happier if i (?:disappeared|died|was gone)|take us both out|(?:rather|"
    r"sooner) die than (?:\w+ ){0,8}(?:mean it|my mum|my dad|let them)",
    r"(?:put|putting|help|helping) (?:mum|dad|her|him|us|them|mum and me)(?: both)? (?:go|die|to sleep|"
    r"out of (?:it|this|\w+ misery))|engine (?:on|running) and the garage|read about me in the paper|"
    r"youll be sorry when im gone|be gone (?:when|by the time) you|when you get my letter",
    rf"(?:stand\w*|sat|sitting|climb\w*|up|out|im|hes|shes) (?:\w+ ){{0,4}}?(?:on|over|off|at|by) "
    rf"(?:the |a )?(?:wrong side of |top of |edge of |side of )?(?:the )?{HEIGHT}$",
    r"(?:under|in front of|front of) (?:a|the) (?:train|bus|lorry|tube|car)$|(?:drive|driving|"
    r"car) (?:\w+ )?into (?:a|the) wall",
    r"(?:nobody|no one|noone)d? (?:would |will |ll |would even |d )?(?:even )?(?:miss me|notice if i (?:was|"
    r"were|went|died|wasnt|topped|disappeared)|find me for)|"
    r"(?:tired|sick) of (?:living|life|being here|being alive|it all i want)|(?:want|wish|pray\w*|asked|"
    r"hope) (?:for )?(?:god|the lord) (?:takes?|to take) me|wish (?:that |the )?(?:\w+ )?(?:had (?:killed|"
    r"hit) me|id died)",
    r"(?:no|any|see a|see any|got no) (?:future for me|point in me|place for me|use to anyone)|(?:nothing|"
    r"nobody|no one|not much) (?:left |here |to )?(?:\w+ )?to (?:stay|live|be here) for|"
    r"nothing (?:left )?to stay (?:around )?for",
    r"(?:my|their) lives (?:\w+ )?(?:easier|better) without me|in everyones way|(?:when|"
    r"once) i (?:put (?:this|the) phone down|hang up) (?:thats it|ill be g|its over|im going to)|(?:blood|"
    r"death|it) (?:will be |ll be |be )?on your (?:hands|conscience|head)\b",
    r"(?:chosen|picked) (?:the|my|a) (?:place|spot|day|method)|know (?:how|when|"
    r"where) (?:\w+ ){0,4}(?:going to do it|ill do it)|(?:nearly|almost) did it (?:last|this|yesterday)|"
    r"got (?:it|a rope|the rope|what i need) (?:\w+ )?to do it",
    # poison
    rf"(?:took|taken|take|taking|swallow\w*|had|eaten|necked|downed|drunk|drank) (?:\w+ ){{0,4}}?{MUCH} "
    rf"(?:\w+ ){{0,3}}?{MEDICINE}",
    rf"{MEDICINE} (?:\w+ ){{0,6}}?(?:all at once|all of them|in front of me|at once|counted out)",
    rf"(?:count|lin|laid|sav|stockpil|hoard)\w* (?:\w+ ){{0,4}}?{MEDICINE} (?:\w+ ){{0,2}}(?:out|up|for when)|"
    rf"(?:sav|stockpil|hoard)\w* (?:up )?(?:all )?my {MEDICINE}",
    rf"(?:drunk|drank|drink\w*|swallow\w*|eaten|ate) (?:\w+ ){{0,3}}?{DEADLY}",
    r"(?:childs?|kids?|toddlers?|babys?|boys?|girls?|sons?|daughters?|grandsons?|"
    r"year olds?) (?:\w+ ){0,2}?swallow\w*|"
    r"(?:hes|shes|he has|she has) (?:just )?swallowed (?:a|the|some|something|it|my)\b",
    rf"{MEDICINE} with (?:a |the |some )?(?:\w+ of )?(?:vodka|whisky|wine|gin|drink|alcohol|booze)|"
    rf"wrong (?:{MEDICINE}|dose)|"
    rf"(?:bottle|box|packet|strip|pile) of {MEDICINE} (?:\w+ ){{0,6}}?(?:looking|in my hand|next to me|"
    r"in front|open)|"
    rf"got hold of (?:\w+ ){{0,4}}?{MEDICINE}|(?:more|the whole|the lot) (?:\w+ ){{0,3}}?(?:than i should|"
    r"all at once)|"
    rf"with (?:the )?(?:pills|tablets|a rope|a razor)$",
    rf"how many (?:\w+ ){{0,4}}?{MEDICINE} (?:\w+ )?(?:would|does it|is too many|to (?:die|kill|end|not))",
    # threats and violence
    rf"(?:going to|gonna|will|wants? to|try\w* to|threat\w* to|said hed|said hell|says hell|hell|shell|theyll|hed|"
    r"theyd|would|to come and) (?:\w+ )?(?:kill|stab|shoot|murder|strangle|rape|beat|burn|"
    rf"throttle) (?:all )?{PERSON}"
    r"(?! (?:\w+ ){0,4}?(?:if ive|if i (?:lose|lost|forget|forgot|miss|fail|dont|was|break)|i forgot|i lost|i missed|"
    r"ive (?:lost|forgotten|missed|left)|when (?:he|she|they) (?:sees?|finds?|hears?)|if this|if my|if the|"
    r"if it|ha\b))",
    r"(?:slit|cut|wring|break|smash) (?:my|his|her|their) (?:throats?|necks?|legs|skull)(?! fee)",
    r"threaten(?:ed|s|ing)? (?:\w+ )?(?:to (?:kill|stab|shoot|burn|hurt|throw|harm)|with a (?:knife|gun))",
    r"(?:fear|fearing|scared|afraid|frightened|terrified|worried) for (?:my|his|her|their|our) (?:li(?:fe|"
    r"ves)|safety)",
    r"(?:ive|i have|i think ive|ive just|i just) (?:just )?(?:killed|stabbed|shot|strangled|smothered|"
    rf"hit) {PERSON}(?! (?:up|with|in the pocket))",
    r"(?:world|everybody|everyone|you|they) (?:would|will|d) (?:\w+ )?be (?:\w+ )?(?:better|fine|"
    r"happier) without me|(?:worth|be) more (?:\w+ )?dead\b|"
    r"(?:dark|bad|awful|terrible) thoughts\b(?! about (?:the|your))|thoughts (?:\w+ )?(?:of|"
    r"about) (?:not being here|ending|hurting|dying|death)|"
    r"shouldnt be here any ?more|reason (?:to stay alive|not to (?:die|jump|do it|go through))|(?:drink|"
    r"starv)\w* myself to death",
    r"(?:for a walk|to the (?:woods|sea|bridge|cliffs?|river|railway|tracks|"
    r"beach)) (?:\w+ ){0,4}(?:not coming|wont be coming|not going to come)|"
    r"(?:walking|off|driving|going|gone) to the (?:bridge|cliffs?|railway|tracks|railway line)(?: (?:to|and)|$)",
    r"blow (?:the place|you all|it all|this place|your \w+|the \w+) up|planted (?:something|a (?:bomb|"
    r"device))|(?:device|bomb|bag|package) (?:\w+ ){0,3}(?:ticking|with wires)|"
    rf"run(?:ning)? {PERSON} over|driving at people|(?:we are|were|im|shop is|bank is|office is|"
    r"place is) being robbed(?: right now| at| now|$)|tied up (?:my|the|us|our|and)|tied to a",
    r"(?:cord|rope|belt|noose|blind cord|wire)(?:s| is)? (?:a)?round (?:my|his|her|the) (?:\w+ )?(?:neck|"
    r"door)\b|rope round",
    # help, said outright
    r"(?:please )?help me (?:please )?(?:hes|hell|theyre|shes|"
    r"im dying|now)|"
    r"pretend to order|(?:hes|he is|they are|theyre) listening|i cant talk (?:long|now)|somebody help me please hes",
)
