"""The sentences of findings that come from the space of facts, each in zh and en.

What comes from text and structure has its sentences at the head of its query (`queries/audit/`).
"""

from __future__ import annotations

SENTENCES: dict[str, dict[str, str]] = {
    # ------------------------------------------------------------ who acts
    "no-act.title": {
        "zh": "{matter}：无人处置",
        "en": "{matter}: nobody acts",
    },
    "no-act.text": {
        "zh": "没有任何规范要求任何机关处置{matter}，无论还有什么事实。",
        "en": "No norm has any agency act on {matter}, whatever else holds.",
    },
    "no-act.sometimes.title": {
        "zh": "{matter}：有时无人处置",
        "en": "{matter}: sometimes nobody acts",
    },
    "no-act.sometimes.text": {
        "zh": "就{matter}，{all} 类情形中有 {count} 类没有任何机关须处置；"
        "只有另有事实使 {norms_} 适用时才有。",
        "en": "In {count} of {all} classes of incidents with {matter} no agency has to act on "
        "it; somebody has only where further facts trigger {norms_}.",
    },
    "no-primary.title": {
        "zh": "{matter}：没有主办机关",
        "en": "{matter}: no primary agency",
    },
    "no-primary.text": {
        "zh": "就{matter}，没有任何规范确定主办机关；须处置的只有{others}，都不是主办。",
        "en": "No norm names a primary agency for {matter}; those who must act ({others}) do so "
        "in other roles.",
    },
    "no-primary.sometimes.title": {
        "zh": "{matter}：有时没有主办机关",
        "en": "{matter}: sometimes no primary agency",
    },
    "no-primary.sometimes.text": {
        "zh": "就{matter}，{all} 类情形中有 {count} 类没有主办机关，须处置的只有{others}；"
        "只有另有事实使 {norms_} 适用时才有主办机关。",
        "en": "In {count} of {all} classes of incidents with {matter} no agency is primary for "
        "it, and those who must act ({others}) do so in other roles; there is a primary "
        "only where further facts trigger {norms_}.",
    },
    "remainder-without-primary.title": {
        "zh": "{norm} 之外的{facet}没有主办机关",
        "en": "No primary for what {norm} leaves over ({facet})",
    },
    "remainder-without-primary.text": {
        "zh": "{norm} 使{bearer}主办{where}的事项，但以{facet}为限："
        "{facet}为{left}的，没有专门的主办机关，其他事实不补足时，完全没有主办机关。",
        "en": "{norm} makes {bearer} primary where there is {where}, but for some values of "
        "“{facet}” only. With {left} no agency is primary of its own, and unless further "
        "facts help, none at all.",
    },
    "no-lead.title": {
        "zh": "没有牵头机关的事项",
        "en": "Matters without a lead",
    },
    "no-lead.text": {
        "zh": "机制设有牵头机关，但{matter}没有牵头机关，涉及几个部门时由谁组织，文中未定。",
        "en": "The mechanism has a lead, and yet {matter} has none: who organises where several "
        "departments are concerned is not settled.",
    },
    "two-leads.title": {
        "zh": "两个牵头机关：{who}",
        "en": "Two leads: {who}",
    },
    "two-leads.text": {
        "zh": "{norms_} 在同一事项中同时适用，{who}都是牵头，没有规定谁让位；共 {count} 类情形。",
        "en": "{norms_} apply to one incident together, so that {who} both lead, and nothing says "
        "who yields; {count} classes of incidents.",
    },
    "overlapping-primaries.title": {
        "zh": "同一违法两家主办：{who}",
        "en": "Two primaries for one matter: {who}",
    },
    "overlapping-primaries.text": {
        "zh": "{who}对同一违法同时是主办（{norms_}），没有规定谁优先，也没有规定如何分工；"
        "共 {count} 类情形。",
        "en": "Both are primary for one and the same matter ({norms_}): {who}. Nothing says "
        "who goes first or how they share the work; {count} classes of incidents.",
    },
    "same-matter-twice.title": {
        "zh": "同一机关、同一违法、几个条款：{who}",
        "en": "One agency, one matter, several articles: {who}",
    },
    "same-matter-twice.text": {
        "zh": "{who}就同一违法同时依 {norms_} 主办，这些规范出自不同条款；"
        "是同一义务的重复还是先后几步，文中未定；共 {count} 类情形。",
        "en": "{who} is primary for one matter under {norms_}, which stand in different articles; "
        "whether they repeat one duty or are steps of it is not settled; {count} classes of "
        "incidents.",
    },
    "displaced-by-other-matter.title": {
        "zh": "{low} 因另一违法而让位于 {high}",
        "en": "{low} yields to {high} on account of another matter",
    },
    "displaced-by-other-matter.text": {
        "zh": "{high} 只因事项中的另一违法而适用，{who}的 {low} 却整个让位，"
        "{matter}从此没有主办机关。两者若不是同一行为，就有一项落空；共 {count} 类情形。",
        "en": "{high} applies because of another matter in the incident, and yet {low} ({who}) "
        "yields as a whole, which leaves {matter} without a primary. If the two are not "
        "one act, one of them is lost; {count} classes of incidents.",
    },
    "alternative-leaves-no-primary.title": {
        "zh": "选择 {norm} 代替 {instead} 之后没有主办机关",
        "en": "No primary once {norm} is chosen instead of {instead}",
    },
    "alternative-leaves-no-primary.text": {
        "zh": "{who}可以不办 {instead} 而依 {norm} 通报{told}，但收到通报的都不是该事项的主办；"
        "选择通报之后没有主办机关；共 {count} 类情形。",
        "en": "{who} may notify {told} under {norm} instead of acting under {instead}, but none of "
        "those notified is primary for the matter; once it chooses to notify, nobody is; {count} "
        "classes of incidents.",
    },
    # ------------------------------------------------------------ who is told
    "discoverer-without-report.title": {
        "zh": "发现了也不必告诉任何人",
        "en": "Finders who need tell nobody",
    },
    "discoverer-without-report.text": {
        "zh": "{who}（共 {some} 类）发现应由他人处置的事项时，没有任何规范要求告诉任何人，"
        "须处置的机关可能永远不知道。",
        "en": "If the finder is one of {who} ({some} kinds of finders), no norm has it tell "
        "anybody of what others must act on: those may never know.",
    },
    "discoverer-without-report-of.title": {
        "zh": "{who}：有些事项发现了不必报告",
        "en": "{who}: matters they need not report",
    },
    "discoverer-without-report-of.text": {
        "zh": "{who}有报告或通报的义务，但发现{matter}时没有，而{others}须就此处置。",
        "en": "{who}: there is a duty to report or notify, but not where they find {matter}, "
        "on which these must act: {others}.",
    },
    "acts-untold.title": {
        "zh": "{agency}：须处置，却无人须告诉它",
        "en": "{agency}: must act, and nobody has to tell it",
    },
    "acts-untold.text": {
        "zh": "{agency}须依 {norms_} 处置，但除非它自己发现，没有任何规范要求任何人告诉它；"
        "由{who}发现时都如此；共 {count} 类情形。",
        "en": "Under {norms_} {agency} must act, but unless it finds the matter itself no norm "
        "has anybody tell it; so it is whenever the finder is one of {who}; {count} "
        "classes of incidents.",
    },
    "acts-untold.sometimes.title": {
        "zh": "{agency}：须处置，有时无人须告诉它",
        "en": "{agency}: must act, and sometimes nobody has to tell it",
    },
    "acts-untold.sometimes.text": {
        "zh": "{agency}须依 {norms_} 处置，但由{who}发现时，"
        "有 {count} 类情形没有任何规范要求告诉它。",
        "en": "Under {norms_} {agency} must act, but in {count} classes of incidents no norm has "
        "anybody tell it; the finder is then one of {who}.",
    },
    "notification-unaddressed.title": {
        "zh": "{norm}：要通报而没有对象",
        "en": "{norm}: a duty to notify that finds nobody",
    },
    "notification-unaddressed.text": {
        "zh": "{norm} 要求通报，但由{who}发现时，有 {count} 类情形按通报的范围没有对象，"
        "而须处置的{others}也没有人告诉。",
        "en": "{norm} asks for notification, but in {count} classes of incidents its rule "
        "for whom to tell finds nobody, and nobody tells those who must act "
        "({others}); the finder is then one of {who}.",
    },
    "recipient-without-answer.title": {
        "zh": "{agency}：收到通报或报告，不必做任何事",
        "en": "{agency}: told, and need do nothing",
    },
    "recipient-without-answer.text": {
        "zh": "{who}须依 {norms_} 告诉{agency}，但{agency}在该事项中没有处置、答复或反馈的义务。",
        "en": "Under {norms_} {agency} is told (by {who}), but in that incident it has no duty "
        "to act, to answer or to feed back.",
    },
    "notification-without-feedback.title": {
        "zh": "{norms_}：告知之后不必反馈",
        "en": "{norms_}: told, with no feedback owed",
    },
    "notification-without-feedback.text": {
        "zh": "{who}须依 {norms_} 告诉{agency}；{agency}虽须处置，却没有义务把结果告诉报告者。",
        "en": "Told under {norms_} (by {who}), these must act, and owe those who told them no "
        "word of the result: {agency}.",
    },
    "lead-without-result.title": {
        "zh": "{lead}牵头，却得不到主办机关的消息",
        "en": "{lead} leads, and the primaries owe it no word",
    },
    "lead-without-result.text": {
        "zh": "{lead}牵头的事项中，{who}依 {norms_} 主办，却没有义务向{lead}通报或反馈；牵头"
        "机关可能不知道由谁在办、结果如何；共 {count} 类情形。",
        "en": "In matters that {lead} leads, others are primary under {norms_} ({who}) and "
        "yet owe the lead neither notice nor result: it may not know who acts, or what "
        "came of it; {count} classes of incidents.",
    },
    # ------------------------------------------------------------ what never comes to bear
    "norm-never-fires.title": {
        "zh": "{norm} 永远不会适用",
        "en": "{norm} never applies",
    },
    "norm-never-fires.text": {
        "zh": "{norm} 由{who}承担，但没有任何事项能使它适用。",
        "en": "{norm} is borne by {who}, but no incident can make it apply.",
    },
    "bearer-never-fires.title": {
        "zh": "{norms_} 对{who}永远不会适用",
        "en": "{norms_}: never for {who}",
    },
    "bearer-never-fires.text": {
        "zh": "{norms_} 也由{who}承担，但没有任何事项能使它们对{who}适用；对其他承担者可以适用。",
        "en": "Among those who bear {norms_} are {who}, to whom no incident can make them apply, "
        "as it can to the others.",
    },
    "norm-always-displaced.title": {
        "zh": "{norm} 总是被排除",
        "en": "{norm} is always displaced",
    },
    "norm-always-displaced.text": {
        "zh": "凡 {norm}（{who}）的触发条件成立，它都让位于 {by}，永远不产生义务。",
        "en": "Wherever the trigger of {norm} ({who}) holds, it yields to {by}: it never gives a "
        "duty.",
    },
    "norm-always-unaddressed.title": {
        "zh": "{norm} 永远没有对象",
        "en": "{norm} never finds anybody to tell",
    },
    "norm-always-unaddressed.text": {
        "zh": "凡 {norm}（{who}）的触发条件成立，都没有需要告知的对象，永远不产生义务。",
        "en": "Wherever the trigger of {norm} ({who}) holds, there is nobody to tell: it never "
        "gives "
        "a duty.",
    },
    "facet-without-effect.title": {
        "zh": "“{facet}”不影响任何规范",
        "en": "“{facet}” bears on no norm",
    },
    "facet-without-effect.text": {
        "zh": "记录可以写“{facet}”，但没有规范以它为条件。",
        "en": "A record may state “{facet}”, and no norm depends on it.",
    },
    "value-without-effect.title": {
        "zh": "“{facet}”中不改变任何义务的值",
        "en": "Values of “{facet}” that change no duty",
    },
    "value-without-effect.text": {
        "zh": "“{facet}”写{values_}与不写，义务完全相同：没有规范区分它们。",
        "en": "Whether “{facet}” is {values_} or left blank, the duties are the same: no norm "
        "tells "
        "them apart.",
    },
    "values-alike.title": {
        "zh": "“{facet}”中规范不加区分的值",
        "en": "Values of “{facet}” that no norm tells apart",
    },
    "values-alike.text": {
        "zh": "下列各组之内的值产生完全相同的义务：{groups}。",
        "en": "Within each of these groups the values give exactly the same duties: {groups}.",
    },
    # ------------------------------------------------------------ what answers rest on
    "interpretation-bears.title": {
        "zh": "{percent}% 的事项依据解释 {interpretation}",
        "en": "{percent}% of incidents rest on interpretation {interpretation}",
    },
    "interpretation-bears.text": {
        "zh": "在每项至多写一个值、只由一家发现的全部事项中，{percent}% 的认定依据这一解释；"
        "它若不成立，这些答案都要改。解释的内容：{says}",
        "en": "Of all incidents with one value at most on each field and one finder, {percent}% "
        "are "
        "decided by this interpretation; should it fall, those answers change. It says: {says}",
    },
    # ------------------------------------------------------------ the text
    "quoted-term-undefined.title": {
        "zh": "“{words}”：加了引号而没有定义",
        "en": "“{words}”: in quotation marks, and not defined",
    },
    "quoted-term-undefined.text": {
        "zh": "文中把“{words}”作为专门用语加了引号，但没有定义，也没有写成未定之处。",
        "en": "The text sets “{words}” in quotation marks as a term of its own, and neither "
        "defines "
        "it nor marks it as left open.",
    },
}
"""Sentences by code; `{…}` are filled by the questions."""
