package dev.finetuning.benchmarks;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openai.tokens.OpenAiTokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counting the tokens of conversations against counting their texts with bare jtokkit. */
final class TokenRatios {
    private static final int EXAMPLES = 2_000;
    private static final int PER_MESSAGE = 3;
    private static final int PER_EXAMPLE = 3;

    private TokenRatios() {}

    static Map<String, Double> measure() throws Exception {
        List<ChatExample> examples = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            examples.add(ChatExample.of(
                    Message.system("You help the customers of a shop."),
                    Message.user(ReadingRatios.text(i, 60)),
                    Message.assistant(ReadingRatios.text(-i, 80))));
        }
        OpenAiTokenCounter counter = OpenAiTokenCounter.forEncoding("o200k_base");
        Encoding bare = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
        return Map.of("tokens.count", Duel.ratio(() -> ours(examples, counter), () -> bare(examples, bare)));
    }

    private static long ours(List<ChatExample> examples, OpenAiTokenCounter counter) {
        return examples.stream()
                .mapToLong(example -> counter.count(example).total())
                .sum();
    }

    private static long bare(List<ChatExample> examples, Encoding encoding) {
        long tokens = 0;
        for (ChatExample example : examples) {
            tokens += PER_EXAMPLE;
            for (Message message : example.messages()) {
                tokens += PER_MESSAGE
                        + encoding.countTokensOrdinary(message.role().wireName())
                        + encoding.countTokensOrdinary(message.text());
            }
        }
        return tokens;
    }
}
