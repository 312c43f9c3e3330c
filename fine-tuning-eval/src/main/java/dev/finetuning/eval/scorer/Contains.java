package dev.finetuning.eval.scorer;

/** 1 if the answer contains the expected text, otherwise 0. Every answer contains an empty expected text. */
public final class Contains implements Scorer {
    private final TextNormalisation normalisation;

    /** Without normalisation. */
    public Contains() {
        this(TextNormalisation.NONE);
    }

    /** With a normalisation of both texts. */
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
