package dev.finetuning.eval.scorer;

/** 1 where the answer holds the expected text, else 0. An empty expected text is held by every answer. */
public final class Contains implements Scorer {
    private final TextNormalisation normalisation;

    /** No normalisation at all. */
    public Contains() {
        this(TextNormalisation.NONE);
    }

    /** Containment after this normalisation of both sides. */
    public Contains(TextNormalisation normalisation) {
        this.normalisation = normalisation;
    }

    @Override
    public String name() {
        return "Contains";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name(),
                expected -> Score.of(
                        name(), normalisation.apply(input.outputText()).contains(normalisation.apply(expected))));
    }
}
