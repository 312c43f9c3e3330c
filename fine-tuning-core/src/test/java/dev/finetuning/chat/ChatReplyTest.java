package dev.finetuning.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatReplyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' {\"a\":1}\n' | '{\"a\":1}'",
                "'```json\n{\"a\":1}\n```' | '{\"a\":1}\n'",
                "'```\n{}```' | '{}'",
                "'```{}```' | '```{}```'",
                "'Here: ```\n{}```' | 'Here: ```\n{}```'",
                "'```\n``' | '```\n``'",
                "'' | ''",
            })
    void unfencedText_answer_losesWhiteSpaceAndAWholeFenceOnly(String answer, String expected) {
        ChatReply reply = ChatReply.of("model", answer, Usage.NONE, Duration.ZERO);

        assertThat(reply.unfencedText()).isEqualTo(expected);
    }
}
