/** Days in English. */

import { casual, configuration, type Parser } from "chrono-node/en";
import type { Language } from "./language";
import { asDay, asWeekday } from "./own-parsers";
import { AM_OR_PM } from "./spoken";

/** "On the 1st", "by 29th": the next such day. Only where the words end, for there are "the 2nd floor" and "the 1st try". */
const dayOfTheMonth: Parser = {
  pattern: () => /(?<=\b(?:on|by|before|until|till?|due):?\s+)(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)(?=\W*$)/i,
  extract: ({ refDate }, match) => {
    const wanted = Number(match[1]);
    // A month that is too short leads into the next one.
    const candidates = [0, 1, 2, 3].map(
      (months) => new Date(refDate.getFullYear(), refDate.getMonth() + months, wanted, 12),
    );
    const day = candidates.find((day) => day.getDate() === wanted && day >= refDate);
    return day ? asDay(day) : null;
  },
};

/** "Friday week" is a week after friday. */
const weekLater: Parser = {
  pattern: () => /\b([a-z]+day|tomorrow)\s+week(?=\W*$)/i,
  extract: (context, match) => {
    const found = casual.parseDate(match[1] ?? "", context.refDate, { forwardDate: true });
    return found && asWeekday(new Date(found.getFullYear(), found.getMonth(), found.getDate() + 7, 12), context);
  },
};

/** "Next tues" is what "next tue" is. */
const longAbbreviation: Parser = {
  pattern: () => /\b(?:(?:this|next)\s+)?(?:tues|weds)\b/i,
  extract: (context, match) => {
    const found = casual.parseDate(match[0].slice(0, -1), context.refDate, { forwardDate: true });
    return found && asWeekday(found, context);
  },
};

const WEEKDAYS = "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";
const PERIODS =
  "days?|weeks?|months?|years?|quarters?|fortnights?|mornings?|afternoons?|evenings?|nights?|hours?|weekends?|weekdays?|workdays?";

export const english: Language = {
  // The day-first one does not know "Dec 12", so the other one comes too.
  configurations: (isDayFirst) =>
    (isDayFirst ? [true, false] : [false]).map((first) => configuration.createCasualConfiguration(first)),
  parsers: [dayOfTheMonth, weekLater, longAbbreviation],
  ahead: { "(?:the\\s+)?day\\s+after\\s+tomorrow": 2, "this\\s+(?:morning|afternoon|evening)": 0 },
  monthEnd: "(?:at\\s+)?(?:the\\s+)?end\\s+of\\s+(?:the\\s+|this\\s+)?month|eom",
  count: {
    before: "in|within",
    after: "from\\s+(?:now|today)",
    numbers: { an: 1, a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
    days: "days?(?:['’]?s?\\s+time)?|d",
    weeks: "weeks?(?:['’]?s?\\s+time)?|wks?|w",
    months: "months?(?:['’]?s?\\s+time)?",
    years: "years?(?:['’]?s?\\s+time)?|yrs?",
    fortnights: "fortnights?(?:['’]?s?\\s+time)?",
  },
  by:
    "(?:due(?:\\s+(?:by|on|before|until))?|by|before|until|till?|(?:no|not)\\s+later\\s+than|on\\s+or\\s+before|" +
    "at\\s+the\\s+latest\\s+(?:by|on)|deadline(?::|\\s+is))(?:\\s+the(?=\\s))?",
  on: "on(?:\\s+the)?|@",
  for: "for",
  coming: "(?:the\\s+|this\\s+)?coming",
  binds:
    "every|each|any|all|most|some|one|many|per|other|alternate|of|from|since|after|past|than|to|as\\s+of|starts?|starting|begins?|beginning|last|previous|next|" +
    "the|a|an|my|our|your|his|her|their|its|that|these|those|both|about|but|next\\s+week|re|regarding|concerning|versus|vs|like|called|named|titled|in|at|into|under|over|" +
    "with|without|around|through|thru|between|during|against|via|within|across|behind|except|unless|or|and|if|when|is\\s+it|is|was|are|were|be|been|nice|great|lovely|busy|rainy|sunny|whole|entire|same|weeks?|fortnights?|sent|dated|received|posted|published|recorded|issued|written|signed|taken|reported|filed|missed|thanksgiving|cancel|confirm|skip|swap|reschedule|postpone|rearrange|plan|happy|merry|dear|" +
    "hello|hi|not|never|only|[a-z]+['’]s",
  counts:
    "(?:days?|weeks?|months?|years?|fortnights?|hours?|hrs?|minutes?)\\s+(?:on|before|by|until|till?|for|due)|(?:not|never)\\s+(?:on|by|before|until|till?)|" +
    "best\\s+before|(?:up|valid|open|closed|away|on\\s+holiday|out\\s+of\\s+office)\\s+(?:until|till?)",
  repeats:
    `(?:every|each|alternate)\\s+(?:(?:other|second|third|fourth|first|last|and|or|&|single|few|\\d+(?:st|nd|rd|th)?|two|three|four|five|six)\\s+)*(?:${PERIODS}|(?:${WEEKDAYS})s?|month|${MONTHS})|` +
    "(?:once|twice|\\d+\\s*(?:x|times))\\s+(?:a|per|every)\\s+(?:day|week|month|year)|" +
    `(?:daily|weekly|bi-?weekly|fortnightly|monthly|quarterly|yearly|annually)(?=\\s*(?:$|[,;.!?)#]|(?:at|on|by|until|from|starting)\\s|\\d|${WEEKDAYS}))|` +
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekdays|weekends)",
  negations:
    "(?:not|never|don['’]?t|doesn['’]?t|can['’]?t|cannot|won['’]?t|shouldn['’]?t|mustn['’]?t|isn['’]?t)(?!\\s+(?:forget|miss|be\\s+late))|except|unless",
  goesOn:
    "about|with|w/|at|@|and|from|for|before|after|because|when|then|so|re|regarding|concerning|via|but|as|by|since|while|using|without|near|around|in|on|over|per|" +
    "the|a|an|my|our|his|her|your|their|this|that|please|also|instead|again|latest|asap|first|if|unless|to",
  stops:
    "after\\s+next|before\\s+last|or|is|isn['’]t|was|wasn['’]t|are|were|will|would|has|had|have|never|always|of|onwards?|ago|through|thru|at\\s+the\\s+earliest|to\\s*-?\\s*do|" +
    `to\\s+[a-z]+day|and\\s+(?:every|each|all|so\\s+on)|s|weeks?|until|till?|except|in\\s+(?:${MONTHS})`,
  parts:
    "(?:early\\s+|late\\s+)?(?:in\\s+the\\s+)?(?:mornings?|afternoons?|evenings?)|(?:at\\s+)?(?:night|noon|midday|midnight|dawn|dusk)|at\\s+lunch(?:time)?|first\\s+thing|eod|cob",
  kept: "tonight|this\\s+(?:morning|afternoon|evening)",
  names:
    "(?:black|good|easter|cyber|ash|shrove|maundy|holy|palm|whit|fat|giving|spy|super(?:\\s+bowl)?|ruby|man|girl|sheffield|freaky|casual|blue|manic|stormy|" +
    "meatless|meat-?free|taco|throwback|bloody|given|gaudete|mothering|clean|plough|pancake|sloppy|lazy|small\\s+business|bank\\s+holiday|record\\s+store|taking\\s+back|rag|tgi|" +
    "usa|psychology|christianity|russia|history|physics|medicine|news|parenting|islam|economics|business|india|france|biology|africa|sky|st\\.?)",
  unread:
    `(?:in|of|mid|early|late|end\\s+of)[\\s-]+(?:${MONTHS})|january|february|july|september|october|november|december|` +
    "(?:this|next|(?<=at\\s+)the)\\s+(?:weekend|week|month|year)|(?:(?:in\\s+)?a\\s+)?(?:few|couple\\s+of|several|some)\\s+days|after\\s+next|" +
    `(?:the\\s+)?(?:first|second|third|fourth|last)\\s+[a-z]+day(?:\\s+(?:of|in)\\s+(?:${MONTHS}))?|` +
    "(?:christmas|xmas|new\\s+year['’]?s?)(?:\\s+(?:eve|day))?|boxing\\s+day|easter|halloween|thanksgiving|valentine['’]?s(?:\\s+day)?|" +
    "bank\\s+holiday|payday|the\\s+(?:first|\\d{1,2}(?:st|nd|rd|th))",
  vague: "mon|tues?|weds?|thur?s?|fri|sat|sun|(?:may|mar|march|sun|sat)\\.?\\s+\\d{1,2}",
  rare:
    "(?:get|some|more|enough|less|much|full|midday|morning|avoid|up|catch|enjoy|under|hot|into|direct|i|we|he|she|it|they|you|who|cat|dog|newly|rising|setting|of|love)\\s+" +
    "(?:sun|sat|wed)",
  counted:
    "part|pt|episode|ep|chapter|ch|pages?|pp?|step|day|week|round|lesson|unit|level|version|v|task|rat(?:e|ed|ing)(?:\\s+(?:it|them|this))?|give\\s+(?:it|them|this)|task|item|section|season|volume|vol|no|nr|number|issue|dis[ck]|cd|session|" +
    "lecture|module|sprint|quiz|test|question|exercise|try|attempt|phase|stage|batch|set|reps?|lap|leg|match|game|slides?|photo|video|track|side|scene|act|book|lines?|row|" +
    "sheet|form|draft|instal?lment|payment|rate|rated|progress|score|sample|copy|edition|room|apartment|apt|flat|house|platform|gate|tab|pr|mr|ticket|case|file|floor|size|" +
    "grade|group|team|class|thread|tweet|post|box|bag|parcel|package|dose|shot|ratio|scale|about|of|at|workout|run|interview|sprint|chunk|piece|layer|coat|bottle|tablet|" +
    "rating|milestone|problem|verse|psalm|clip|reel|song|add|eat|drink|use|mix|fill|cut|take|need|needs|only|half|around|approximately|roughly",
  numbered:
    "apollo|windows|iphone|ios|android|formula|route|terminal|platform|gate|room|apartment|flat|chapter|episode|season",
  joins:
    "or|and|from|to|through|thru|until|till?|then|plus|maybe|or\\s+maybe|and\\s+then|and/or|but\\s+not|not|possibly|perhaps",
  verbs:
    "add|answer|apply|arrange|ask|attend|back|bake|book|borrow|bring|build|buy|call|cancel|change|charge|check|clear|close|collect|complete|confirm|cook|create|cut|" +
    "decide|deliver|deploy|discuss|do|draft|drive|drop|email|e-mail|empty|feed|file|fill|find|finish|fix|fold|get|give|go|hang|help|hire|hoover|" +
    "invite|iron|join|learn|leave|let|look|mail|make|meet|mend|message|mow|move|open|order|organi[sz]e|pack|paint|pay|phone|pick|plant|prepare|" +
    "print|publish|put|rebook|remember|remind|renew|rent|repair|replace|reply|request|research|reserve|return|review|ring|scan|schedule|see|sell|send|set|" +
    "sign|start|stop|study|submit|sweep|take|talk|tell|throw|tidy|transfer|try|turn|update|upgrade|upload|vacuum|visit|vote|wash|" +
    "watch|water|wipe|wrap|write",
  hasCapitalNames: true,
  spoken: {
    every: "(?:repeat(?:s|ing)?\\s+)?(?:every|each)",
    other: "other|alternate",
    units: ["days?", "weeks?|wks?", "months?", "years?|yrs?"],
    weekdays: [
      "mon(?:days?)?",
      "tue(?:s|sdays?)?",
      "wed(?:s|nesdays?)?",
      "thu(?:r|rs|rsdays?)?",
      "fri(?:days?)?",
      "sat(?:urdays?)?",
      "sun(?:days?)?",
    ],
    plural: ["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"],
    named: {
      "(?:week|work|working\\s+|business\\s+)days?": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
      "weekends?": "FREQ=WEEKLY;BYDAY=SA",
      "fortnights?": "FREQ=WEEKLY;INTERVAL=2",
      "quarters?": "FREQ=MONTHLY;INTERVAL=3",
    },
    alone: {
      "daily|everyday": "FREQ=DAILY",
      weekly: "FREQ=WEEKLY",
      fortnightly: "FREQ=WEEKLY;INTERVAL=2",
      monthly: "FREQ=MONTHLY",
      quarterly: "FREQ=MONTHLY;INTERVAL=3",
      "yearly|annually": "FREQ=YEARLY",
      "(?:on\\s+)?(?:weekdays|workdays|business\\s+days)": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    },
    on: "on(?:\\s+the)?",
    and: "and",
    to: "to|through|thru",
    isMonthDayClear: true,
    monthDay: "(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)",
    ordinal: "(\\d{1,3})(?:st|nd|rd|th)",
    dayParts: "mornings?|afternoons?|evenings?|nights?",
    lastDay: "(?:the\\s+)?last\\s+day",
    places: ["first|1st", "second|2nd", "third|3rd", "fourth|4th", "last"].map((place) => `(?:the\\s+)?(?:${place})`),
    ofMonth: "(?:of|in)\\s+(?:the|a|each|every)\\s+month",
    ofEveryMonth: "of\\s+(?:each|every)\\s+month",
    whenDone:
      "(?:after|from|when|once)\\s+(?:i['’]?m\\s+|it['’]?s\\s+|it\\s+is\\s+)?(?:done|completed|completion|completing(?:\\s+it)?|finished|finishing(?:\\s+it)?)",
    until: "until|till?|up\\s+to",
    starting: "(?:start|beginn)ing(?:\\s+(?:on|from))?|as\\s+of",
    from: "from",
    times: "times",
    during: "for",
    binds: "once|twice|thrice|times|almost|nearly|not|unlike|for|bi|semi|non",
    stops:
      "after\\s+next|counts?|matters?|helps?|hurts?|comes?|feels?|for\\s+(?:ever|good|life|the\\s+rest)|since|and\\s+(?:a\\s+half|night)|except|excluding|excl|but|unless|carry|when|while|of|at\\s+(?:the\\s+)?end|ending|ends|in\\s+(?:the\\s+)?(?:summer|winter|spring|autumn|fall)|a|per|" +
      `from\\s+(?:now|next|(?:the\\s+)?(?:${MONTHS}|summer|winter|spring|autumn|fall))`,
    time: {
      at: "(?:due\\s+)?(?:at|by|before)|@|no\\s+later\\s+than",
      patterns: [AM_OR_PM],
      noon: "noon|midday",
      late: "afternoons?|evenings?|(?:to)?nights?|tonite",
      binds:
        "until|till?|ends?|ending|closes?|closing|opens?|opening|starts?|begins?|leaves?|departs?|arrives?|lands?|ratio|score|pace|timer|verse|version|track|minute|part|chapter|video|clip|lap",
      verses:
        "genesis|exodus|psalms?|proverbs|isaiah|jeremiah|matthew|mark|luke|john|acts|romans|corinthians|galatians|ephesians|philippians|hebrews|james|peter|revelation|surah|" +
        "gen|exod?|lev|deut|ps|prov|isa|jer|ezek|matt|rom|cor|gal|eph|phil|col|thess|heb|jas|pet|rev",
      from: "from",
      to: "to|and|or",
    },
    reminder: {
      words: "remind(?:ing)?\\s+me|reminder:?",
      patterns: [
        "(?:and\\s+)?(?:with\\s+(?:a\\s+)?)?(?:remind(?:\\s+me)?|reminder)(?:\\s*:)?\\s+(?:(?<half>half\\s+an\\s+hour)|(?<n>\\d{1,5}|[a-z]+)\\s*(?<unit>[a-z]+))\\s+(?:before(?:hand)?|earlier|early|ahead|prior|in\\s+advance)",
      ],
      units: { "m|mins?|minutes?": 1, "h|hrs?|hours?": 60, "d|days?": 1440, "w|wks?|weeks?": 10_080 },
    },
  },
};
