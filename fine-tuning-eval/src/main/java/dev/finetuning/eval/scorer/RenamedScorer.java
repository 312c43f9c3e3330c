package dev.finetuning.eval.scorer;

import dev.finetuning.chat.ChatModel;
import java.util.function.UnaryOperator;

/** A scorer under another name. */
record RenamedScorer(String name, Scorer scorer) implements Scorer {
    @Override
    public Score score(ScoreInput input) {
        return scorer.score(input).named(name);
    }

    @Override
    public Scorer asking(UnaryOperator<ChatModel> asked) {
        return new RenamedScorer(name, scorer.asking(asked));
    }
}
