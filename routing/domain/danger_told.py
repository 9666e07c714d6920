"""News of danger, which counts unless words beside it tell that it is over, and those words."""

from __future__ import annotations

from routing.domain.danger_said import BLADE, PERSON

NEWS = (
    # held, threatened, calling for help
    r"jump (?:off|from|in front)(?! (?:the )?(?:bandwagon|queue|a cliff))|(?:going to|gonna|want to|hell|"
    r"shell|ill|about to) jump$",
    r"wrong side of the (?:rail|railings|barrier|bridge|fence)|over the (?:rail|railings|edge|barrier)|"
    r"(?:climb\w*|gone) (?:\w+ ){0,3}(?:railings?|parapet)",
    r"(?:hands? (?:a)?round|grabbed|got|has|had) (?:\w+ ){0,2}(?:my|her|his|by the|the) (?:neck|throat)\b",
    r"\bbomb (?:in|at|under|outside) (?:the|your|my|our)|(?:set|light) (?:\w+ )?(?:my ?self|him ?self|her ?self|"
    r"the house|us|your office|the place) (?:on fire|alight)|(?:set|burn) (?:\w+ ){0,3}?(?:house|office|place|flat) "
    r"(?:on fire|down) (?:with|if)|burn (?:my|our|your|the) (?:house|home|flat|office) down",
    r"(?:im|i am|were|we are|shes|hes|she is|he is|theyre|life is|lifes|life in|not) in (?:\w+ )?danger\b|"
    r"(?:im|i am|dont feel|not feel|were|shes|hes) (?:not )?(?:safe|unsafe)(?: (?:at home|here|on my own|with|"
    r"tonight|"
    r"any ?more)|$)",
    r"(?:wont|doesnt|will not|not) let (?:me|us|her|him|them) (?:\w+ )?(?:leave|go|out)(?: (?:the|my|of|home|"
    r"and|house)|$)",
    r"(?:locked|shut|tied|trapped|holding|kept|keeping) (?:me|us|her|him) (?:in|up|here|there|prisoner|"
    r"hostage|captive)\b"
    r"(?! (?:of my|a queue))|(?:im|hes|shes|were|we are|i am) being held (?:here|against|by|hostage|prisoner|"
    r"captive|and i)|held at \w+ ?point|"
    r"im being held$|(?:they|he|she|boss|man|they have|theyve|hes|shes) (?:\w+ )?(?:got|took|taken|"
    r"keeps?) (?:my|our) passports?",
    r"(?:making|forcing) me (?:\w+ )?(?:transfer|do this|send|move|pay|withdraw|carry|marry)",
    r"(?:need|call|send|get|want|fetch|ring) (?:me |for |us )?(?:an? |the )?(?:ambulances?|paramedics?|fire brigade|"
    r"fire engine)\b(?! (?:bill|lottery|parking))|^(?:the )?(?:ambulance|fire brigade|fire|flames|"
    r"police)(?: please)?$",
    r"(?:need|call|send|get|want|fetch) (?:me |for |us )?(?:the )?police (?:please|now|right|here|quick|round|"
    r"hes|theres)|"
    r"send the police|call (?:999|nine nine nine|the police for me)|(?:cant|dont) (?:ring|call) the police",
    r"kidnap\w*|self ?harm(?:s|ed|ing)?\b|harms (?:him|her)self|\bsuicide\b|\boverdos(?:e|ed|"
    r"ing)\b(?! of (?:adverts|parking|junk|spam|post))|\bkms\b|tak(?:e|es|ing) (?:my|his|her|"
    r"their) own li(?:fe|ves)",
    r"(?:hurt|cut|burnt|burned) (?:my ?self|her ?self|him ?self) (?:really|badly|again|so (?:deep|bad|much)|"
    r"deep|tonight|with|because|on purpose)",
    # violence under way
    r"(?:hit(?:s|ting)?|beats?|beating|beaten(?: up)?|punch(?:es|ed|ing)|strangl\w+|chok(?:ed|es|ing)|"
    r"attack(?:s|ed|ing)|"
    rf"slap\w+|kick(?:s|ed|ing)|rap(?:es|ed|ing)|stabb?(?:ed|s|ing)|shooting|assault\w*|batter\w*|hurt(?:s|ing)|"
    rf"touch(?:es|ing)|forc(?:es|ing)|grabbed|bitten|burning|knifed) {PERSON}(?! (?:hard|very hard|for|"
    r"in the (?:pocket|back)|with (?:a |your |another )?"
    rf"(?:\w+ )?(?:fee|fees|charge|charges|bill|price|quote|increase)))",
    r"(?:being|been|getting|just) (?:\w+ )?(?:attacked|stabbed|raped|beaten|assaulted|shot(?: at)?|strangled|"
    r"chased(?! for)|followed(?! up)|"
    r"threatened|blackmailed|poisoned|electrocuted|knocked (?:down|over|out)|run over|hit by a (?:car|van|bus|"
    r"lorry))",
    rf"(?:has|have|hes|shes|got|had|with|pulled|holding|waving|carrying|theyve|ive|theres|against|outside) "
    rf"(?:\w+ ){{0,4}}?(?:a |an |the |his |her )?{BLADE}\b(?! (?:missing|set|sets|kit|drawer|block|licen[cs]e|"
    r"certificate|sharpen\w*|"
    r"station|tank|pump|bridge|dog|club|can|receipt|refund|in my basket|rack|scare|and fork))|(?:got|pour\w*|"
    r"throw\w*|doused in|covered in) (?:\w+ )?(?:petrol|acid)\b(?! (?:rain|reflux|station|in the wrong))",
    r"(?:someones?|somebodys?|someone is|somebody is|man|men|burglars?|intruders?|strangers?|bloke|blokes|"
    r"lads|ex|exs|hes|theyre) "
    r"(?:\w+ ){0,5}?(?:in (?:my|the|our) (?:house|flat|garden|bedroom|loft) (?:with|now|and i|hes|theyre)|"
    r"in my house$|"
    r"breaking in|break in|get(?:ting)? in(?:to)? (?:my|the|our) (?:\w+ )?(?:house|home|flat|door|window|"
    r"bedroom)|get(?:ting)? in$|"
    r"(?:kick|smash|hammer|bang)\w* (?:on |at |down |in )?(?:my|the|our) (?:\w+ )?(?:door|window)|(?:hammer|"
    r"bang|kick)ing on my)|"
    r"\bbreaking in(?:to)? (?:my|the|our|downstairs|now|right|$)",
    r"(?:outside|turned up|back now|coming back|on his way back|hes here|theyre here|kick\w*) (?:\w+ ){0,8}?"
    r"(?:kill (?:me|us)|hurt (?:me|us)|knife|baseball|gun|hiding|the door in)|(?:standing|stood) over me|"
    r"(?:following|followed|stalking) me\b(?! on)|"
    r"(?:hes|shes|theyre|someones|men are) chasing me\b(?! for)|hiding (?:in|under|from) (?:the|my|him)|"
    r"(?:he|they)(?:s|re|ll| is| are| will)? (?:going to |gonna )?(?:hurt|kill|hit) me$|find me$|"
    r"(?:kill|hurt|burn|harm)(?:ing|s)? (?:me|us|the (?:kids|children|baby)) (?:and|or|tonight|if i (?:leave|"
    r"go|tell|ring|say|dont pay))|"
    r"(?:hes|theyre|shes|man is|he is|they are) (?:killing|murdering|strangling|beating|drowning) (?:her|him|"
    r"them|me|my|a)\b|"
    r"(?:hell|shell|theyll|hed|theyd|(?:he|she|they|man)s?(?: is| are)? going to|theyre going to) (?:hurt|"
    r"harm|cut|attack|drown|smother|hit|beat) "
    rf"(?:{PERSON}|me)|set fire to (?:the|my|our|us|his|her)|pillow over|(?:hes|theyve|shes|he has|they have|"
    r"man has) (?:got|taken) my (?:\w+ )?"
    r"(?:daughter|son|child|baby|kids|wife|mum|brother|sister)\b|(?:found out|knows where|found (?:me|us|"
    r"the address|where)) (?:\w+ ){0,5}?"
    r"(?:on his way|coming|im leaving|i live|prison)|ex (?:has )?found the|put me in hospital|(?:screaming|"
    r"shouting for help|cries for help) (?:from|upstairs|next|through)|"
    r"kicked on the floor|dogs?(?: has|s)? (?:\w+ )?(?:got hold of|bitten|mauling|attacking) (?:a|my|the|him|"
    r"her) (?:\w+ )?(?:girl|boy|child|kid|face|baby|son|daughter)",
    r"gun ?shots|shots fired|shooting (?:out of|in the|at|outside|people)|(?:hes|theyre|someones|"
    r"somebodys) (?:shooting|coming up the stairs|downstairs|climbing in)|(?:and )?theyre climbing in|"
    rf"following {PERSON} (?:home|from)|(?:trying to|tried to) (?:take me|drag|get (?:kids|me|her|him|"
    r"children) into|abduct)|\bspiked\b|something in my drink|snatched (?:a|the|my) (?:baby|child|daughter|"
    r"son|girl|boy)|"
    r"drunk (?:and )?(?:\w+ )?smashing|(?:held|holding|put) a (?:knife|gun|blade) to",
    # a body that fails
    r"(?:a |ever so )?(?:funny|terrible|awful|strange|horrible|grey) colour\b|(?:think|"
    r"sure) (?:\w+ ){0,3}(?:is |s )?(?:dead|died)(?: (?:he|she|shes|hes|on|in the)|$)|(?:mum|dad|nan|gran|"
    r"husband|wife|grandad|man)s dead (?:she|he|on|in)|"
    r"(?:lots?|pool|pools|pumping|sick|vomit\w*|passing|full of) (?:of )?(?:blood|clots)|"
    r"boiling water (?:over|on)|kettle over|scalded (?:badly|all)|"
    r"(?:cut|chopped|sawn|sliced|put|took) (?:\w+ ){0,5}?(?:through|off) (?:my|his|her) (?:\w+ )?(?:finger|"
    r"hand|leg|foot|arm|thumb)s?\b|finger off|(?:end|top) of my (?:finger|thumb)|"
    r"(?:gone|went|going) under(?: and (?:he|she|hasnt|not)|$)|hasnt come (?:back )?up|cant rouse|"
    r"face (?:is )?like a balloon|asthma (?:attack|s really bad)",
    r"(?:not|stopped|isnt|cant|cannot|aint|barely|hardly|struggl\w* to|trouble|difficulty|get (?:my|her|his)) "
    r"(?:\w+ )?(?:breath(?:e|ing)?)\b(?! (?:for crying|easy|of|a word|test))",
    r"\bunconscious|\bunresponsive|(?:not|isnt|aint) (?:responding|moving|waking|waking up|"
    r"coming round)(?: and| or| to me|$)|"
    r"(?:wont|cant|doesnt|wouldnt|not|cannot) (?:\w+ ){0,2}?(?:wake|come round)(?: (?:up|him|her|them|for)|$)|"
    r"out cold|"
    r"passed out|(?:hes|shes|has|just|s) (?:\w+ )?(?:fainted|collapsed|blacked out|keeled over|passed out|"
    r"dropped down)|"
    r"\bcollapsed (?:in|on|at|and|outside|here)|not making sense|all floppy|gone (?:\w+ )?(?:limp|floppy|grey|"
    r"cold and)|(?:is|hes|shes|and) floppy",
    r"(?:hes|shes|babys?|he|she|face|lips|lips are|dads|mums|its face) (?:has )?(?:gone|going|turn(?:ed|ing)|"
    r"are|is)? ?(?:all )?blue\b(?! (?:badge|screen|eyes))|eyes (?:have )?rolled|foaming",
    r"\bchok(?:ing|ed)\b(?! (?:on|hazard|risk|up))|\bchoking on (?:a|an|his|her|some|food|something)\b",
    r"bleed(?:ing)? (?:\w+ ){0,4}?(?:wont stop|heav\w+|a lot|badly|everywhere|from (?:his|her|my|the)|"
    r"to death|out|and)|"
    r"(?:wont|cant|not|doesnt|isnt) stop(?:ping)? (?:the )?bleeding|blood (?:everywhere|pouring|all over|"
    r"coming)|so much blood|"
    r"cough(?:ing|ed) up blood|(?:im|hes|shes) bleeding\b(?! (?:money|cash))|head(?:s| is)? bleeding|"
    r"losing (?:\w+ )?blood",
    r"chest pains?|pains? (?:\w+ ){0,3}?(?:in|across) (?:my|his|her) chest|chest(?:s| is|s gone|"
    r" feels)? (?:\w+ ){0,2}?(?:tight|crush\w*)|"
    r"(?:hold|clutch|grab)\w* (?:his|her|my) chest|crushing pain|heart (?:has |s )?stopped",
    r"(?:having|just had|think|thinks|looks like|having like) (?:\w+ ){0,4}?(?:a|another) (?:heart attack|"
    r"stroke|seizure|fit)\b(?! (?:about|over|at|reading|looking|from|because you|with this))|"
    r"(?:hes|shes|is|and|now|child|started|keeps) fitting\b(?! (?:a|the|my|our|service))|^(?:heart attack|stroke)$",
    r"(?:face|mouth|arm|side)(?:s| has| is)? (?:\w+ ){0,2}?(?:dropped|drooping|droop\w*|gone numb|"
    r"hanging down|numb)|limp on one side",
    r"(?:throat|tongue|lips|face)(?:s| is| are)? (?:\w+ )?(?:clos\w+|swell\w+|swollen|getting big)|anaphyla\w*|"
    r"allerg\w+ (?:\w+ ){0,8}?(?:pen\b|cant breathe|reaction now)|(?:nut|bee|wasp) allergic",
    r"(?:in labour|waters have (?:gone|broken|just)|waters (?:just )?broke|baby(?:s| is) coming|"
    r"losing the baby|head(?:s| is) coming)",
    r"(?:fell|fallen|fall|falling|dropped) (?:\w+ ){0,6}?(?:(?:and|he|she|hes|shes|i|im|"
    r"my \w+) (?:\w+ ){0,3}?(?:not moving|isnt moving|cant get up|"
    r"cant move|bleeding|unconscious|broken|hurt)|off the (?:ladder|roof|scaffold\w*|balcony)|"
    r"down the stairs and|in the (?:canal|river|lake|pond|water))|"
    r"cant get (?:up|off the floor)|on the floor (?:since|for hours|and|through)|(?:lying|"
    r"laid) (?:\w+ ){0,3}(?:floor|pavement|ground)",
    r"(?:see the bone|bone (?:is |s )?sticking|wounds? (?:has |s )?open|skin(?:s| is) coming off|"
    r"rash (?:\w+ ){0,4}(?:glass|press)|"
    r"run out of (?:insulin|oxygen)|out of (?:insulin|oxygen)|(?:oxygen|ventilator|breathing machine)(?:s|"
    r" has)? (?:\w+ ){0,4}(?:stopped|off|flat|battery))|"
    r"(?:taken|took|eaten|drunk) (?:something|a load|the lot|them all|all of them|"
    r"it all) (?:\w+ ){0,4}?(?:cant|wont|not|burning|and look|shaking)|(?:ive|she|he|i) (?:\w+ )?(?:taken|"
    r"took) (?:the lot|them all|all of them)$|"
    r"(?:too late ive|its done ive|late i) (?:\w+ )?already (?:taken (?:them|it)|done it)$|(?:going to|"
    r"gonna) (?:pass out|faint|collapse)|cant (?:feel my (?:legs?|hands?|arms?|face)|stand up)|hypothermi\w+|"
    r"bitten by a (?:snake|adder)|im dying\b(?! (?:here waiting|here in|to|for|of|with|laughing))|"
    r"(?:someone|somebody|he|she|dad|"
    r"mum)s? (?:is )?dying (?:here|now|on|in front|please)|"
    r"(?:needle|lips)(?:s| are)? (?:\w+ ){0,3}blue|(?:he|she|theyve|shes|hes|brother|son|"
    r"found \w+) (?:has )?hung (?:him|her)self|hes hanging",
    # fire, gas, water, road
    r"on fire\b(?! (?:with people|today|sale|trying))|caught (?:fire|light)|\bflames\b|(?:smoke|"
    r"fumes) (?:coming|pouring|everywhere|in the|under|and we|filling)|"
    r"(?:theres|full of|smell|see|and) (?:\w+ )?smoke\b(?! (?:alarm|detector|damage|free))|fire in (?:the|my|"
    r"our) (?:flat|kitchen|house|bin|building|garage|shed)|"
    r"theres (?:a )?fire (?:in|at|next|under)|(?:is|s) alight\b|alight (?:under|and|in)|"
    r"filling (?:up )?with smoke|all smoke|reeks? of gas|gas pipe|(?:turned|left) the gas on|^theres a fire\b|"
    r"wires? (?:live|down|hanging)|people are going to (?:get|be) killed|on the (?:level crossing|"
    r"railway line|tracks) (?:and|with)|fires? (?:is )?(?:spreading|coming)|chip pans? |smell (?:of |"
    r"\w+ )?burning|sparking|live (?:wire|cable)|glowing|"
    r"(?:house|flat|home|shop|car|building)(?:s| is) burning|gone up in flames|(?:explosion|"
    r"exploded) (?:and (?:the|theres|its|im|hes|people)|in the|at the|near)|caught light|set light to (?:the|"
    r"my)|been an explosion|blown up",
    r"smells? (?:\w+ ){0,3}?gas\b|gas smell|stink\w* of (?:gas|eggs)|smells? (?:like |of )?(?:rotten )?eggs|"
    r"gas (?:is )?(?:leak(?!s? (?:here|was|check|detector))\w*|escaping|hissing)|"
    r"leak\w* gas|(?:carbon monoxide|co|gas) (?:\w+ )?alarm(?:s|s been| has been| is|"
    r"s gone)? (?:\w+ )?(?:going|gone|beeping|sounding|off|ringing)|"
    r"boiler (?:\w+ ){0,6}?(?:dizzy|headache\w*|sick)",
    r"(?:im|hes|shes|were|people|man|someone|someones|workers?|kids?|child|leg|arm|head|hand|"
    r"lady in it) (?:are |is |\w+ )?(?:trapped|stuck|crushed|pinned) (?:\w+ ){0,2}?(?:in|under|by|inside|and|"
    r"with) (?:\w+ ){0,3}?(?:car\b(?! park)|machine|fire|water|flood|wall|tree|lorry|wreck\w*|rubble|smoke|"
    r"the flood)|"
    r"people (?:are |\w+ )?trapped|(?:legs?|arms?|head)s? (?:is )?(?:stuck|trapped)|(?:collapsed|fallen|"
    r"come down|caved in|crashed) (?:\w+ ){0,3}?(?:on|with|under|and) (?:\w+ ){0,3}?(?:men|man|people|person|"
    r"someone|someones|somebody|child\w*|kid\w*|neighbour|inside)\b|(?:on its side|overturned)\b|"
    r"nobodys getting out",
    r"(?:theres|there has|just|been|had|ive|coach|bus|car|seen|a) (?:\w+ ){0,3}?(?:crash|crashed|accident|"
    r"pile ?up|overturned)\b (?:\w+ ){0,6}?"
    r"(?:just|now|outside|right|trapped|help|people|in front)|(?:cyclist|biker|rider|pedestrian|"
    r"motorbike)(?:s| is| has)? (?:\w+ ){0,3}?(?:under|down|knocked)|gone into the (?:central|back of|wall|"
    r"river)",
    r"\bdrowning\b(?! (?:in (?:my |all |these |the )?(?:these )?(?:paper\w*|debt|spam|bills|email\w*|forms|"
    r"work|it|post|admin)|prevention|under))|(?:trapped|stuck|cut off|surrounded) (?:\w+ ){0,3}?(?:flood|"
    r"water|tide)|tides? (?:has |s )?cut|boats? (?:is )?sinking|"
    r"car(?:s| is)? (?:\w+ )?(?:filling with water|in the (?:river|canal|lake))|through the ice|(?:fallen|"
    r"gone|fell) in(?:to)? the (?:canal|river|lake|sea|water|pond)|swimmer",
    # children, and people who do not answer
    r"(?:baby|child|kids?|toddler|boy|girl|son|daughter|year old|he|she|children)(?:s| is| are|s been| been|"
    r" has been| have been| left)? (?:\w+ ){0,2}?(?:left alone|left on (?:his|her|their) own|locked in (?:a|"
    r"the) car|"
    r"all alone in|gone missing|been taken|been snatched|on (?:his|her|their) own in)",
    r"im (?:only )?(?:five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|a kid|a child|"
    r"only \w+) (?:and|years old) (?:\w+ ){0,6}?(?:hits?|hurts?|alone|scared|nobody|no one|"
    r"wont|run away|mum|dad|touch\w*|frightened)|hurts me\b|touches me\b|(?:dad|mum|stepdad|uncle|carer|"
    r"he) hits me|(?:shook|hurt|harm) the baby|covered in bruises|"
    r"(?:scared|frightened|terrified|afraid) (?:of what i(?:ll| might| will)|im going to hurt|i might hurt|"
    r"ill hurt|to go home|(?:hell|he will|hes going to) (?:hurt|kill|hit|find|come))|because of what ill do",
    r"(?:not been seen|hasnt been seen|havent seen|not answering|isnt answering|"
    r"not heard from) (?:\w+ ){0,10}?(?:smell|flies|curtains|lights?|letterbox|floor|elderly|eighty|"
    r"days and|telly)|(?:see|hear) (?:\w+ ){0,6}?through the (?:letterbox|wall)|"
    r"on the (?:\w+ )?floor (?:\w+ ){0,6}?(?:not answering|hes not|shes not|cold|hours|still breathing|"
    r"cant get)|(?:walked|wandered|run) (?:out|off|away) (?:\w+ ){0,6}?(?:snow|the cold|motorway|dementia|"
    r"middle of the night)|"
    r"(?:voices|voice|head)(?:s| is| are)? (?:\w+ )?(?:telling|say\w*|tells?) (?:me |\w+ )?(?:to|i)|(?:left|"
    r"found|sent) (?:\w+ ){0,3}?(?:a note|suicide note|message) (?:\w+ ){0,6}?(?:sorry|goodbye|cliff\w*|bath)|"
    r"(?:hes|shes|and) drunk (?:and )?driving|theres a drunk driving|(?:driv\w+) (?:\w+ ){0,3}?drunk with|"
    r"wrong way (?:on|down|up) the",
)
OVER = (
    r"shelf|shelfs|shelves|marquee|gazebo|my beds?|inbox|trousers|paperwork|the battery isnt|"
    r"the radio|dissertation|abseil|bungee|"
    r"mirrors|fancy dress|(?:glue|water|nail|heat|toy|nerf|spray) gun|phone wont|my plans|"
    r"(?:last|next) (?:week|month|year|summer|winter|spring|autumn|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|(?:years?|months?|weeks) ago|in (?:the spring|the summer|19\d\d|"
    r"20\d\d|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|when i was (?:young|"
    r"a child|little)|"
    r"in my (?:twenties|teens|youth)|used to|as a child|charit\w*|donat\w*|awareness|prevention|training|"
    r"course|class\b|"
    r"books?\b|novel|film|dvd|series|play\b|exhibition|tickets?|essay|squad|clause|certificate|inquest|coroner|"
    r"my claim|claiming|want to claim|start a claim|claim (?:for|on|form|reference)|compensation|quote\b|"
    r"insurance (?:quote|form)|"
    r"travel insurance|declare|leaflet|drill|test(?:ing)? (?:is|on)|museum|recall|warranty|refund|return it|"
    r"blue badge|"
    r"screens?|apps?\b|website|online|printers?|laptops?|phone (?:is|has)|voucher|lessons|amnesty|delivery|all clear|"
    r"on the news|in the news|in the paper|read about|written a|story about|as a (?:baby|boy|girl)|"
    r"next (?:week|month)|"
    r"in the past|has it (?:cleared|been)|sun and|history|poster|hospital (?:last|in)|happened (?:last|in)|"
    r"since (?:last|the spring|the summer)|"
    r"(?:last|on) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    r"he died|she died|died (?:by|of|from)|was murdered|reopen|nobody was hurt|no one was hurt|hes fine|"
    r"shes fine|all safe"
)
FIGURE = (
    r"(?:bills?|contracts?|invoices?|renewals?|tariffs?|balances?|memberships?|deals?|prices?|rates?|charges?|fees?|plans?|"
    r"queue|music|no claims|pay twice|appointment|computer|machine|letter|report|lost property|"
    r"brochure|police station|tax)"
)
