package dev.finetuning.eval.scorer.judge;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A model judges the answer by a rubric and gives one of several grades. The judged texts and the judge's
 * reply are untrusted. If the reply is not one of the grades, the score is absent and counted, never 0. The
 * judge's reason is in the score's metadata under {@code judge}.
 *
 * <p>Not pure: a model may judge the same answer differently another time.
 */
public final class ModelGraded implements Scorer {
    private final String name;
    private final Judge judge;
    private final String instructions;
    private final Map<String, Grade> grades;
    private final double threshold;

    /**
     * @param name the metric's name: {@code "Factuality"}
     * @param judge the model that judges
     * @param rubric what to judge by
     * @param grades the possible verdicts, at least two
     * @param threshold the lowest value that passes, 0..1
     * @throws IllegalArgumentException if there are fewer than two grades or two have the same word
     */
    public ModelGraded(String name, ChatModel judge, String rubric, List<Grade> grades, double threshold) {
        this.name = name;
        this.judge = new Judge(judge);
        this.threshold = threshold;
        this.grades = new LinkedHashMap<>();
        grades.forEach(grade -> this.grades.put(grade.choice(), grade));
        if (grades.size() < 2 || this.grades.size() < grades.size()) {
            throw new IllegalArgumentException(name + ": at least two grades with different words are needed");
        }
        this.instructions = rubric + "\n\nVerdicts:\n"
                + grades.stream()
                        .map(grade -> "- " + grade.choice() + ": " + grade.meaning())
                        .collect(Collectors.joining("\n"));
    }

    private ModelGraded(ModelGraded other, Judge judge) {
        this.name = other.name;
        this.judge = judge;
        this.instructions = other.instructions;
        this.grades = other.grades;
        this.threshold = other.threshold;
    }

    @Override
    public Scorer asking(UnaryOperator<ChatModel> asked) {
        return new ModelGraded(this, judge.asking(asked));
    }

    /**
     * Whether the facts in the answer agree with those in the expected one: fully, partly or not at all.
     *
     * @param judge the model that judges
     */
    public static ModelGraded factuality(ChatModel judge) {
        return new ModelGraded(
                "Factuality",
                judge,
                "Compare the facts in \"answer\" with those in \"expected\", given the \"question\". Ignore style,"
                        + " grammar and length.",
                List.of(
                        new Grade("AGREES", "every fact of the expected answer is there and none contradicts it", 1),
                        new Grade("PARTLY", "some facts are missing, none contradicts it", 0.5),
                        new Grade("DISAGREES", "a fact contradicts the expected answer", 0)),
                1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Score score(ScoreInput input) {
        return input.hasExpected() ? input.againstText(name, expected -> graded(input)) : graded(input);
    }

    private Score graded(ScoreInput input) {
        Map<String, Object> material = new LinkedHashMap<>();
        material.put("question", input.inputText());
        material.put("answer", input.outputText());
        if (input.hasExpected()) {
            material.put("expected", input.requireExpectedText(name));
        }
        if (!input.reference().isEmpty()) {
            material.put("reference", input.reference());
        }
        Judge.Ruling ruling = judge.ask(instructions, material, grades.keySet());
        Grade grade = grades.get(ruling.verdict());
        return grade == null
                ? Score.absent(name, Absence.JUDGE_FAILED, ruling.reason())
                : Score.of(name, grade.value(), threshold)
                        .byJudge(judge.identity(instructions + values()))
                        .with("verdict", grade.choice())
                        .with("judge", ruling.reason());
    }

    private String values() {
        return grades.values().stream()
                .map(grade -> Double.toString(grade.value()))
                .collect(Collectors.joining(" "));
    }

    /** How many answers have had no usable verdict so far. */
    public long judgeFailures() {
        return judge.failures();
    }
}
