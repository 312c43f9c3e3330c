package dev.finetuning.eval.scorer.overlap;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * F1 over the words of answer and reference, as in SQuAD's official evaluation script: lower case, without
 * ASCII punctuation and without the articles a, an, the. If one side has no words left, 1 if both have
 * none, otherwise 0. Passes at 1 by default.
 */
public final class TokenF1 implements Scorer {
    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    /** Python's word boundary: beside neither a letter, a digit, nor an underscore. */
    private static final Pattern ARTICLES = Pattern.compile("(?<![\\p{L}\\p{N}_])(a|an|the)(?![\\p{L}\\p{N}_])");

    private static final Pattern SPACE = Pattern.compile(PythonSpace.RUN);

    private final double threshold;

    /** Passes if all words agree. */
    public TokenF1() {
        this(1);
    }

    /**
     * @param threshold the lowest F1 that passes, 0..1
     */
    public TokenF1(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "TokenF1";
    }

    @Override
    public Score score(ScoreInput input) {
        return input.againstText(name(), expected -> score(words(input.outputText()), words(expected)));
    }

    private Score score(List<String> output, List<String> expected) {
        if (expected.isEmpty() || output.isEmpty()) {
            return Score.of(name(), expected.equals(output));
        }
        return CommonGrams.of(CommonGrams.grams(output, 1), CommonGrams.grams(expected, 1))
                .asScore(name(), threshold);
    }

    private static List<String> words(String text) {
        String plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return words(SPACE, ARTICLES.matcher(plain).replaceAll(" "));
    }

    private static List<String> words(Pattern space, String text) {
        return Stream.of(space.split(text)).filter(word -> !word.isEmpty()).toList();
    }
}
