package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrownTrainingTest {
    private static final PriceList PRICES = PriceList.empty()
            .with(ModelPrice.builder("writer", LocalDate.EPOCH)
                    .input(Money.usd("1"))
                    .output(Money.usd("2"))
                    .build());

    @TempDir
    private Path folder;

    private final AtomicInteger answers = new AtomicInteger();
    private final ScriptedChatModel writer = ScriptedChatModel.answering("writer", request -> {
                int answer = answers.incrementAndGet();
                String salt = Integer.toString(answer, 36).replaceAll("\\d", "x");
                return "{\"paraphrases\": [\"Whatever " + salt + " became of " + salt + " tell " + salt + " me\", \"No "
                        + salt + " idea " + salt + " where " + salt + " mine is\"]}";
            })
            .usage(Usage.of(200, 40));

    private static Split split() {
        var builder = Dataset.builder("support");
        for (String thing : new String[] {"parcel", "card", "refund", "invoice", "coupon", "order", "letter", "key"}) {
            builder.addConversation("", "Where can the " + thing + " be that was promised to me?", "On its way.");
        }
        return builder.markValidated(example -> true, "anna", Instant.EPOCH)
                .build()
                .split(SplitRatios.of(0.5, 0.25, 0.25));
    }

    @Test
    void grow_untilAThirdIsSynthetic_leavesTheTestAlone() throws IOException {
        Split split = split();
        Budget budget = Budget.of(Money.usd("1"));

        Split grown = new GrownTraining(writer, budget, PRICES, new InMemoryJournal())
                .grow(split, folder.resolve("rejects.jsonl"));

        assertThat(grown.train().size()).isEqualTo(6);
        assertThat(grown.train().filter(example -> example.info().provenance().isSynthetic()))
                .hasSize(2);
        assertThat(grown.test()).isSameAs(split.test());
        assertThat(writer.asked()).hasSize(1);
        assertThat(budget.spent()).isEqualTo(Money.usd("0.00028"));
        assertThat(folder.resolve("rejects.jsonl")).isEmptyFile();
    }

    @Test
    void grow_withoutTheMoney_asksNothing() {
        Budget budget = Budget.of(Money.usd("0.00001"));
        GrownTraining training = new GrownTraining(writer, budget, PRICES, new InMemoryJournal());

        assertThatThrownBy(() -> training.grow(split(), folder.resolve("rejects.jsonl")))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(writer.asked()).isEmpty();
    }
}
