package dev.finetuning.eval.scorer;

/** 1 if the answer equals the expected one character by character, otherwise 0. */
public final class ExactMatch implements Scorer {
    private final TextNormalisation normalisation;

    /** Without normalisation. */
    public ExactMatch() {
        this(TextNormalisation.NONE);
    }

    /** With a normalisation of both texts. */
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
