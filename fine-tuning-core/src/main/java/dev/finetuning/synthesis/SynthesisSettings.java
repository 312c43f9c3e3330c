package dev.finetuning.synthesis;

import dev.finetuning.ProgressListener;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a synthesis runs on: what its builder held when it was built. Immutable. */
final class SynthesisSettings {
    final ChatModel model;
    final Recipe recipe;
    final Dataset from;
    final List<Example> guarded;
    final Dataset base;
    final Predicate<? super Example> wanted;
    final int perExample;
    final double maxShare;
    final UnaryOperator<ChatRequest> request;
    final ProgressListener progress;
    final Checks checks;
    final AskingSettings asking;
    final @Nullable Long seed;

    SynthesisSettings(Synthesis.Builder builder) {
        model = builder.model;
        recipe = builder.recipe;
        from = builder.from;
        guarded = List.copyOf(builder.guarded);
        base = builder.base;
        wanted = builder.wanted;
        perExample = builder.perExample;
        maxShare = builder.maxShare;
        request = builder.request;
        progress = builder.progress;
        checks = builder.checks == null ? builder.recipe.checks() : builder.checks;
        seed = builder.seed;
        asking = builder.asking.build();
    }

    String order() {
        return seed == null ? "" : seed + ":";
    }
}
