package dev.finetuning.eval.scorer;

import dev.finetuning.chat.ChatModel;
import java.util.function.UnaryOperator;

/**
 * Judges answers. Implementations are thread-safe and, unless their documentation says otherwise, pure: the
 * same input gives the same score. A scorer that asks a model marks its scores with {@link Score#byJudge}.
 */
public interface Scorer {
    /** The metric's name, unique within one evaluation: {@code "Levenshtein"}. */
    String name();

    /**
     * Judges one answer. If there can be no score because of the answer or a judge, the score is
     * {@linkplain Score#absent absent}, never 0.
     *
     * @throws MissingExpectedException if the scorer needs an expected answer and the input has none
     */
    Score score(ScoreInput input);

    /**
     * This scorer with other models in place of the ones it asks; itself if it asks none. An evaluator uses
     * this so that questions to judges are stored, retried and counted like those to the evaluated model.
     *
     * @param asked gives for each model that this scorer asks the model to ask instead
     */
    default Scorer asking(UnaryOperator<ChatModel> asked) {
        return this;
    }

    /** This scorer under another name, for two configurations of one metric in one evaluation. */
    default Scorer named(String newName) {
        return new RenamedScorer(newName, this);
    }
}
