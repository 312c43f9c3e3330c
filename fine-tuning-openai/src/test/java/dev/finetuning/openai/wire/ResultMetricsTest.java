package dev.finetuning.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openai.SharedData;
import dev.finetuning.training.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultMetricsTest {
    private static List<Map<String, Double>> parse(String text) {
        return ResultMetrics.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The metrics of a real job: 309 steps, of which the first lost 3.63265 at an accuracy of 0.5. */
    @ParameterizedTest
    @ValueSource(strings = {"drone_result_file.csv", "drone_result_file.csv.base64"})
    void parse_realFilePlainOrBase64_hasItsSteps(String file) throws IOException {
        byte[] content = Files.readAllBytes(SharedData.file("data/openai-cookbook/" + file));
        List<Map<String, Double>> steps = ResultMetrics.parse(content);
        assertThat(steps).hasSize(309);
        assertThat(steps.get(0))
                .isEqualTo(Map.of(Metrics.STEP, 1.0, Metrics.TRAIN_LOSS, 3.63265, Metrics.TRAIN_ACCURACY, 0.5));
        assertThat(steps).extracting(step -> step.get(Metrics.TRAIN_LOSS)).contains(6e-05);
    }

    @Test
    void parse_realFileInBase64_saysWhatThePlainOneSays() throws IOException {
        byte[] plain = Files.readAllBytes(SharedData.file("data/openai-cookbook/drone_result_file.csv"));
        byte[] base64 = Files.readAllBytes(SharedData.file("data/openai-cookbook/drone_result_file.csv.base64"));
        assertThat(ResultMetrics.parse(base64)).isEqualTo(ResultMetrics.parse(plain));
        assertThat(new String(plain, StandardCharsets.UTF_8)).as("empty cells").contains(",,");
    }

    @Test
    void parse_otherColumnNames_areBroughtToOurs() {
        String azure = "step,train_loss,train_mean_token_accuracy,valid_loss,validation_mean_token_accuracy,"
                + "full_valid_loss,full_valid_mean_token_accuracy\r\n7,0.5,0.9,,0.8,0.4,0.7\r\n";
        assertThat(parse(azure))
                .containsExactly(Map.of(
                        Metrics.STEP, 7.0,
                        Metrics.TRAIN_LOSS, 0.5,
                        Metrics.TRAIN_ACCURACY, 0.9,
                        Metrics.VALID_ACCURACY, 0.8,
                        Metrics.FULL_VALID_LOSS, 0.4,
                        Metrics.FULL_VALID_ACCURACY, 0.7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "epoch,loss\n1,2\n", "no csv at all", "step\nword\n", "%%%"})
    void parse_noMetrics_isEmpty(String text) {
        assertThat(parse(text)).isEmpty();
    }

    @Test
    void parse_wordsAndInfinitiesBesideNumbers_areLeftOut() {
        assertThat(parse("step,train_loss,valid_loss\n1,NaN,oops\n2,0.5,Infinity"))
                .containsExactly(Map.of("step", 1.0), Map.of("step", 2.0, "train_loss", 0.5));
    }
}
