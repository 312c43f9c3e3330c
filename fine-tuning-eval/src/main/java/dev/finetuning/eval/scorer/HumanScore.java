package dev.finetuning.eval.scorer;

import java.util.Map;
import java.util.function.Function;

/**
 * Looks up people's ratings of answers: a number from 0 to 1, the mean if there are several raters. An
 * answer without a rating has no score.
 */
public final class HumanScore implements Scorer {
    private final Function<ScoreInput, String> key;
    private final Map<String, Double> ratings;
    private final double threshold;

    /**
     * @param key what an answer is filed under, such as a case's id from {@link ScoreInput#reference()};
     *     thread-safe
     * @param ratings the ratings by key, 0..1
     * @param threshold the lowest rating that passes, 0..1
     * @throws IllegalArgumentException if a rating or the threshold is not in 0..1
     */
    public HumanScore(Function<ScoreInput, String> key, Map<String, Double> ratings, double threshold) {
        this.key = key;
        this.ratings = Map.copyOf(ratings);
        this.threshold = Thresholds.require(threshold);
        ratings.values().forEach(Thresholds::require);
    }

    @Override
    public String name() {
        return "HumanScore";
    }

    @Override
    public Score score(ScoreInput input) {
        Double rating = ratings.get(key.apply(input));
        return rating == null ? Score.absent(name(), "this answer has no rating") : Score.of(name(), rating, threshold);
    }
}
