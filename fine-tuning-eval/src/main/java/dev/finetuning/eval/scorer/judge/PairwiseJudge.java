package dev.finetuning.eval.scorer.judge;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A model judges which of two answers is better: the scored one or its rival, the expected answer. It is
 * asked twice with the sides swapped, because judges favour one side. 1 if the answer wins both times, 0 if
 * it loses both, 0.5 for a tie or if the judge changes its mind with the sides ({@code consistent} in the
 * metadata, as well as {@value #SIDES}). Absent if either question has no usable verdict. Passes from 0.5 on.
 */
public final class PairwiseJudge implements Scorer {
    private static final Set<String> CHOICES = new TreeSet<>(Set.of("FIRST", "SECOND", "TIE"));

    /** In a score's metadata: how much this judge favoured the side shown first, −1 to 1. */
    public static final String SIDES = "firstSide";

    private final Judge judge;
    private final String instructions;

    /**
     * @param judge the model that judges
     * @param rubric what makes an answer better
     */
    public PairwiseJudge(ChatModel judge, String rubric) {
        this.judge = new Judge(judge);
        this.instructions = rubric + "\n\nDecide whether \"first\" or \"second\" is the better answer to \"question\","
                + " or whether it is a tie. Their order means nothing.";
    }

    private PairwiseJudge(Judge judge, String instructions) {
        this.judge = judge;
        this.instructions = instructions;
    }

    @Override
    public Scorer asking(UnaryOperator<ChatModel> asked) {
        return new PairwiseJudge(judge.asking(asked), instructions);
    }

    @Override
    public String name() {
        return "PairwiseJudge";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), rival -> compared(input, rival));
    }

    private Score compared(ScoreInput input, String rival) {
        String answer = input.outputText();
        Judge.Ruling ahead = ask(input.inputText(), answer, rival);
        if (!ahead.isGiven()) {
            return Score.absent(name(), Absence.JUDGE_FAILED, ahead.reason());
        }
        Judge.Ruling behind = ask(input.inputText(), rival, answer);
        if (!behind.isGiven()) {
            return Score.absent(name(), Absence.JUDGE_FAILED, behind.reason());
        }
        double there = points(ahead, "FIRST");
        double back = points(behind, "SECOND");
        return Score.of(name(), there == back ? there : 0.5, 0.5)
                .byJudge(judge.identity(instructions))
                .with("consistent", there == back)
                .with(SIDES, sides(ahead, behind))
                .with("judge", ahead.reason());
    }

    /** Of its two verdicts, those for the first side minus those for the second, divided by two. */
    private static double sides(Judge.Ruling one, Judge.Ruling other) {
        return (side(one) + side(other)) / 2;
    }

    private static double side(Judge.Ruling ruling) {
        return points(ruling, "FIRST") - points(ruling, "SECOND");
    }

    /** How many questions have had no usable verdict so far. */
    public long judgeFailures() {
        return judge.failures();
    }

    private Judge.Ruling ask(String question, String first, String second) {
        Map<String, Object> material = new LinkedHashMap<>();
        material.put("question", question);
        material.put("first", first);
        material.put("second", second);
        return judge.ask(instructions, material, CHOICES);
    }

    private static double points(Judge.Ruling ruling, String own) {
        if (ruling.verdict().equals("TIE")) {
            return 0.5;
        }
        return ruling.verdict().equals(own) ? 1 : 0;
    }
}
