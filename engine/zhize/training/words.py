"""The interface words of training kits, each in zh and en."""

from __future__ import annotations

KIT_WORDS: dict[str, dict[str, str]] = {
    "stamp": {
        "zh": "机制：{label}（{id}，版本 {version}，SHA-256 {sha}）",
        "en": "Mechanism: {label} ({id}, version {version}, SHA-256 {sha})",
    },
    "for.all": {"zh": "适用于：全部机关", "en": "For all agencies"},
    "for.agency": {"zh": "适用于：{who}", "en": "For the {who}"},
    "for.role": {"zh": "适用于：角色为“{role}”的机关", "en": "For the agencies in the role {role}"},
    # ------------------------------------------------------------ duty cards
    "cards.title": {"zh": "机关职责卡", "en": "Duty cards"},
    "card.duties": {"zh": "遇到事项时", "en": "When something happens"},
    "card.always": {"zh": "常态与定期", "en": "At all times, and at set times"},
    "card.told-by": {"zh": "谁会告知你", "en": "Who may tell you"},
    "card.tells": {"zh": "你可能要告知谁", "en": "Whom you may have to tell"},
    "card.before": {"zh": "依据之前须知", "en": "Know before you rest on it"},
    "card.nothing": {
        "zh": "机制中没有任何规范由该机关承担。",
        "en": "No norm of the mechanism falls on this agency.",
    },
    "card.no-incident": {
        "zh": "没有任何事项使该机关产生义务。",
        "en": "No incident gives this agency a duty.",
    },
    "card.told-nobody": {
        "zh": "没有机关须告知你。",
        "en": "No agency has to tell you of anything.",
    },
    "card.tells-nobody": {"zh": "你不须告知任何机关。", "en": "You have to tell nobody."},
    "card.never": {"zh": "注意", "en": "note"},
    "card.never-arises": {
        "zh": "按现有条文，没有任何事项会使它对你产生",
        "en": "no incident gives rise to it for you",
    },
    "card.chosen": {
        "zh": "仅由 {norm} 产生的，以{who}选择 {norm} 为前提（可改为 {others}）",
        "en": "where it follows from {norm} only: the {who} may choose {others} instead",
    },
    "card.if-chosen": {"zh": "{norm}（可改为 {others}）", "en": "{norm} (or {others} instead)"},
    "card.by-norm": {"zh": "{who}：{norms}", "en": "{who}: {norms}"},
    "row.when": {"zh": "情形", "en": "on what"},
    "row.exception": {"zh": "例外", "en": "exception"},
    "row.to": {"zh": "对谁", "en": "to whom"},
    "row.instead": {"zh": "选择", "en": "choice"},
    "row.by": {"zh": "何时", "en": "by when"},
    "row.basis": {"zh": "依据", "en": "basis"},
    "row.quote": {"zh": "原文", "en": "in whose words"},
    "row.also": {"zh": "并引", "en": "also quotes"},
    "row.rests": {"zh": "解释", "en": "rests on"},
    "row.because": {"zh": "因为", "en": "because"},
    "row.condition": {"zh": "前提", "en": "only if"},
    "row.yields": {"zh": "让位于", "en": "yields to"},
    # ------------------------------------------------------------ exercises
    "exercises.title": {"zh": "练习", "en": "Exercises"},
    "exercises.count": {
        "zh": "共 {count} 题，种子 {seed}，难度 {level}。",
        "en": "Exercises: {count}; seed {seed}; level {level}.",
    },
    "level.all": {"zh": "1 至 3", "en": "1 to 3"},
    "level": {"zh": "难度 {level}", "en": "level {level}"},
    "exercises.how": {
        "zh": "每题回答：谁处置，以什么角色；谁向谁通报（含报告）；谁向谁反馈；各依哪一条。"
        "一类事实写出的就是全部，写明可能还有其他的除外；写明未知的，不得当作“没有”；"
        "没有提到的，同样是未知。没有义务的，写“无”。",
        "en": "For each say who acts and in which role, who notifies whom (reports included), who "
        "feeds back to whom, and by which article. Of each kind of fact what is stated is all "
        "there is, unless it says that there may be more. What is said to be unknown must not be "
        "taken for “no”; what is not mentioned is unknown too. Where there is no duty, write "
        "“none”.",
    },
    "exercise": {"zh": "第 {number} 题", "en": "Exercise {number}"},
    "exercises.none": {
        "zh": "没有事项能使所选机关产生义务：只有职责卡，没有练习。",
        "en": "No incident gives the agencies chosen a duty: there are cards, and no exercises.",
    },
    "exercises.none-here": {
        "zh": "所选机关没有这一难度的练习。",
        "en": "There are no exercises of this level for the agencies chosen.",
    },
    "exercises.short": {
        "zh": "要求 {wanted} 题，只能得到 {count} 题不相同的。",
        "en": "{wanted} were asked for; only {count} different ones could be drawn.",
    },
    "blank.act": {"zh": "谁处置、角色", "en": "who acts, in which role"},
    "blank.notify": {"zh": "谁向谁通报", "en": "who notifies whom"},
    "blank.feedback": {"zh": "谁向谁反馈", "en": "who feeds back to whom"},
    "blank.question": {"zh": "问题", "en": "question"},
    "blank.answer": {"zh": "回答", "en": "answer"},
    "blank.article": {"zh": "条款", "en": "articles"},
    # ------------------------------------------------------------ the key
    "answers.title": {"zh": "练习答案", "en": "Answers"},
    "answers.duties": {"zh": "职责", "en": "Duties"},
    "answers.no-duties": {
        "zh": "所述事实不产生任何义务。",
        "en": "No duty arises from the facts as stated.",
    },
    "answers.displaced": {"zh": "让位的规范", "en": "Norms that yield"},
    "answers.not": {"zh": "没有产生的职责，以及为什么", "en": "What did not arise, and why"},
    "answers.open": {"zh": "未知的事实会改变什么", "en": "What the unknown facts would change"},
    "answers.more": {
        "zh": "另有 {count} 个影响较小的问题。",
        "en": "{count} more questions would change less.",
    },
    "answers.pair": {
        "zh": "近似题：与第 {other} 题只差一个事实（{change}），因此没有 {lost}。",
        "en": "Near miss of exercise {other}: one fact differs ({change}), and therefore there is "
        "no duty under {lost}.",
    },
    "answers.about": {"zh": "考查：{norm}（{who}）", "en": "Asks about {norm} ({who})"},
    "answers.outside": {"zh": "结论：{reason}", "en": "Outcome: {reason}"},
    "answers.features": {"zh": "难点：{features}", "en": "What makes it hard: {features}"},
    "feature.outside": {"zh": "不在机制之内", "en": "outside the mechanism"},
    "feature.displaced": {"zh": "规范让位", "en": "a norm yields"},
    "feature.alternative": {"zh": "可以选择", "en": "a choice"},
    "feature.unaddressed": {"zh": "没有通报对象", "en": "nobody left to notify"},
    "feature.open": {"zh": "事实未知", "en": "unknown facts"},
    "feature.several": {"zh": "几种情况并存", "en": "several things wrong at once"},
    "balance.title": {"zh": "各规范出现的次数", "en": "How often each norm occurs"},
    "balance.norm": {"zh": "规范", "en": "norm"},
    "balance.asked": {"zh": "考查的题数", "en": "exercises about it"},
    "balance.arising": {"zh": "产生职责的题数", "en": "exercises in which it gives a duty"},
    "balance.never": {
        "zh": "没有练习的规范（在所选难度没有这样的事项）：{norms}。",
        "en": "Norms without an exercise, for want of such an incident at the level chosen: "
        "{norms}.",
    },
    "balance.near": {"zh": "其中近似题 {count} 题。", "en": "Near misses among them: {count}."},
    # ------------------------------------------------------------ the quiz
    "quiz.title": {"zh": "自测", "en": "Quiz"},
    "quiz.how": {
        "zh": "勾选有义务的机关；没有的，一个也不选。一类事实写出的就是全部，写明可能还有其他的"
        "除外。“核对”后，每个错选和漏选都说明理由。",
        "en": "Tick the agencies that have the duty; where none has, tick none. Of each kind of "
        "fact what is stated is all there is, unless it says that there may be more. After "
        "“Check”, every wrong and every missing tick is explained.",
    },
    "quiz.choice": {
        "zh": "可二选一的，以及由此产生的，也勾选。",
        "en": "Tick also a duty that is one of two to choose from, or that follows from one.",
    },
    "quiz.because-chosen": {
        "zh": "可二选一的，也勾选：{norms}",
        "en": "one of two to choose from, to be ticked too: {norms}",
    },
    "quiz.because-follows": {
        "zh": "由可二选一的产生，也勾选：{norms}",
        "en": "follows from one of two to choose from, to be ticked too: {norms}",
    },
    "quiz.act": {"zh": "谁应处置？", "en": "Who must act?"},
    "quiz.notify": {"zh": "谁应通报（含报告）？", "en": "Who must notify or report?"},
    "quiz.feedback": {"zh": "谁应反馈？", "en": "Who must feed back?"},
    "quiz.check": {"zh": "核对", "en": "Check"},
    "quiz.again": {"zh": "重做", "en": "Try again"},
    "quiz.score": {
        "zh": "已核对 {done} / {all} 问，答对 {right} 问",
        "en": "checked {done} of {all} questions, right {right}",
    },
    "quiz.right": {"zh": "答对了。", "en": "That is right."},
    "quiz.wrong": {
        "zh": "不对：错选 {wrong} 个，漏选 {missed} 个。理由如下。",
        "en": "Not right: wrong ticks {wrong}, missing {missed}. Here is why.",
    },
    "quiz.wrongly": {"zh": "错选：{who}", "en": "Wrongly ticked: {who}"},
    "quiz.missing": {"zh": "漏选：{who}", "en": "Missing: {who}"},
    "quiz.no-script": {
        "zh": "这一页要靠脚本核对答案；没有脚本时，可以打印出来当练习。",
        "en": "This page needs scripts to check answers; without them it can be printed as a "
        "sheet.",
    },
    "quiz.skip": {"zh": "跳到题目", "en": "Skip to the questions"},
}
"""Words by key. `{…}` are filled by the caller."""
