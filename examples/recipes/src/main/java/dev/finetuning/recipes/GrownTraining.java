package dev.finetuning.recipes;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Split;
import dev.finetuning.journal.Journal;
import dev.finetuning.synthesis.Synthesis;
import dev.finetuning.synthesis.SynthesisResult;
import java.io.IOException;
import java.nio.file.Path;

/** Lets a model reword what customers ask until a third of the training part is synthetic, and no more. */
public final class GrownTraining {
    private final ChatModel model;
    private final Budget budget;
    private final PriceList prices;
    private final Journal journal;

    /** Answers are kept in the journal: after a crash only what is missing is asked and paid. */
    public GrownTraining(ChatModel model, Budget budget, PriceList prices, Journal journal) {
        this.model = model;
        this.budget = budget;
        this.prices = prices;
        this.journal = journal;
    }

    /** The same split with a bigger training part; what was turned away is written to a file to look at. */
    public Split grow(Split split, Path rejects) throws IOException {
        SynthesisResult grown = Synthesis.paraphrases(model, split)
                .perExample(2)
                .maxShare(1.0 / 3)
                .asking(settings -> settings.budget(budget, prices).journal(journal))
                .build()
                .run();
        grown.writeRejected(rejects);
        if (!grown.isComplete()) {
            throw new IllegalStateException(
                    grown.calls().unanswered() + " questions have no answer yet; try again later");
        }
        return split.withTrain(grown.dataset());
    }
}
