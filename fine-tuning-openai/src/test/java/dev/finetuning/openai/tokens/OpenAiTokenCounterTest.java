package dev.finetuning.openai.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.EpochRule;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openai.ChatRecords;
import dev.finetuning.openai.OpenAiPrices;
import dev.finetuning.openai.SharedData;
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

    /** Its row 5 is too long on purpose: with 3 tokens for each example the cookbook counts 8,032. */
    @Test
    void count_cookbookToyFile_hasOneLongRow() throws IOException {
        assertThat(read("toy_chat_fine_tuning.jsonl").stream().map(cl100k::count))
                .extracting(TokenCount::total)
                .hasSize(5)
                .last()
                .isEqualTo(8_032L);
    }

    /** The real job trained 145,983 tokens in 3 epochs: 48,661 an epoch. */
    @Test
    void count_cookbookDroneFile_isWithinThreePercentOfTheBill() throws IOException {
        TokenCount drone = total("drone_training.jsonl");
        assertThat((double) drone.total()).isCloseTo(48_661, within(0.03 * 48_661));
        assertThat(drone.total()).isEqualTo(49_691);
        assertThat(drone.tools()).isEqualTo(39_861);
    }

    /** Who leaves out the tools counts 9,830 and expects a fifth of the bill. */
    @Test
    void count_cookbookDroneFileWithoutTools_isFiveTimesTooLow() throws IOException {
        TokenCount messages = read("drone_training.jsonl").stream()
                .map(example -> new ChatExample(example.messages(), List.of(), example.info()))
                .map(cl100k::count)
                .reduce(TokenCount.ZERO, TokenCount::plus);
        assertThat(messages.total()).isEqualTo(9_830);
        assertThat(48_661.0 / messages.total()).isBetween(4.9, 5.0);
    }

    /** What the real job of 3 epochs reported as its trained tokens. */
    @Test
    void estimate_cookbookDroneJob_isWithinThreePercentOfItsTrainedTokens() throws IOException {
        TokenStatistics tokens = TokenStatistics.of(read("drone_training.jsonl"), cl100k);
        CostEstimate estimate = CostEstimate.of("gpt-3.5-turbo", tokens, EpochRule.fixed(3), OpenAiPrices.list());
        assertThat(estimate.errorAgainst(145_983)).isBetween(0.0, 0.03);
    }

    private TokenCount total(String file) throws IOException {
        return read(file).stream().map(cl100k::count).reduce(TokenCount.ZERO, TokenCount::plus);
    }

    private static List<ChatExample> read(String file) throws IOException {
        return ChatRecords.read(SharedData.file("data/openai-cookbook/" + file));
    }
}
