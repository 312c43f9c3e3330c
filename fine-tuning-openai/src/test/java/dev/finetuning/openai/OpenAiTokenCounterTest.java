package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.cost.TokenCount;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTokenCounterTest {
    private final OpenAiTokenCounter cl100k = OpenAiTokenCounter.forEncoding("cl100k_base");

    @ParameterizedTest
    @CsvSource({
        "gpt-4.1-mini, o200k_base",
        "gpt-4.1-2025-04-14, o200k_base",
        "gpt-4o-mini-2024-07-18, o200k_base",
        "o4-mini, o200k_base",
        "gpt-5, o200k_base",
        "ft:gpt-4o-mini-2024-07-18:acme:support:AbC123, o200k_base",
        "ft:gpt-4.1-mini-2025-04-14:acme::AbC123:ckpt-step-90, o200k_base",
        "gpt-4.1-2025-04-14.ft-0a1b2c, o200k_base",
        "gpt-4-0613, cl100k_base",
        "gpt-4-turbo, cl100k_base",
        "gpt-3.5-turbo-0125, cl100k_base",
        "ft:gpt-3.5-turbo:acme::AbC123, cl100k_base",
        "ft:babbage-002, cl100k_base",
    })
    void forModel_knownName_picksTheEncoding(String model, String encoding) {
        assertThat(OpenAiTokenCounter.forModel(model).name()).isEqualTo(encoding);
    }

    @Test
    void forModel_unknownName_namesWhatIsKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenAiTokenCounter.forModel("llama-3"))
                .withMessageContaining("llama-3")
                .withMessageContaining("gpt-4.1")
                .withMessageContaining("forEncoding");
    }

    @Test
    void count_specialTokenInText_isOrdinaryText() {
        assertThat(cl100k.count("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void count_weightZero_isNotTrained() {
        ChatExample example =
                ChatExample.of(Message.user("hi"), Message.assistant("hello").withWeight(0.0));
        assertThat(cl100k.count(example).trainable()).isZero();
        // 3 for the example, 2 x (3 + role + content), all of which are single tokens
        assertThat(cl100k.count(example).total()).isEqualTo(13);
    }

    /** 8,242 is what the formula of OpenAI's cookbook gives for its own toy file. */
    @Test
    void count_cookbookToyFile_is8242() throws IOException {
        assertThat(total("toy_chat_fine_tuning.jsonl").total()).isEqualTo(8_242);
    }

    /** The real job trained 145,983 tokens in 3 epochs: 48,661 an epoch. */
    @Test
    void count_cookbookDroneFile_isWithinThreePercentOfTheBill() throws IOException {
        TokenCount drone = total("drone_training.jsonl");
        assertThat((double) drone.total()).isCloseTo(48_661, within(0.03 * 48_661));
        assertThat(drone.total()).isEqualTo(49_691);
        assertThat(drone.tools()).isEqualTo(39_861);
    }

    private TokenCount total(String file) throws IOException {
        List<ChatExample> examples = ChatRecords.read(SharedData.file("data/openai-cookbook/" + file));
        return examples.stream().map(cl100k::count).reduce(TokenCount.ZERO, TokenCount::plus);
    }
}
