package dev.finetuning.eval.scorer;

/** 1 where the answer equals the expected one character by character, else 0. */
public final class ExactMatch implements Scorer {
    private final TextNormalisation normalisation;

    /** No normalisation at all. */
    public ExactMatch() {
        this(TextNormalisation.NONE);
    }

    /** Equality after this normalisation of both sides. */
    public ExactMatch(TextNormalisation normalisation) {
        this.normalisation = normalisation;
    }

    @Override
    public String name() {
        return "ExactMatch";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(
                name(),
                expected -> Score.of(
                        name(), normalisation.apply(input.outputText()).equals(normalisation.apply(expected))));
    }
}
