package dev.finetuning.eval.scorer;

/** A scorer under another name. */
record RenamedScorer(String name, Scorer scorer) implements Scorer {
    @Override
    public Score score(ScoreInput input) {
        Score score = scorer.score(input);
        return new Score(name, score.value(), score.passed(), score.reason(), score.metadata());
    }
}
