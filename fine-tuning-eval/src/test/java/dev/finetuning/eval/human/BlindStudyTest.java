package dev.finetuning.eval.human;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlindStudyTest {
    private final BlindStudy study = BlindStudy.of(evaluation("old", 40), evaluation("new", 40), 7);

    @Test
    void of_sameSeed_isTheSameStudyWithBothSidesInUse() {
        assertThat(BlindStudy.of(evaluation("old", 40), evaluation("new", 40), 7)
                        .pairs())
                .isEqualTo(study.pairs());
        assertThat(study.pairs()).hasSize(40);
        long left = study.pairs().stream()
                .filter(pair -> pair.left().startsWith("=new"))
                .count();
        assertThat(left).isBetween(10L, 30L);
    }

    @Test
    void sheet_filledIn_comesBackAndNamesThePreferred() {
        StringBuilder sheet = new StringBuilder();
        study.writeSheet("ann", List.of(), sheet);
        // a spreadsheet would run what begins with =; a cell keeps its line breaks
        assertThat(sheet.toString()).contains("'=new").doesNotContain(",=new").doesNotContain("\"=new");
        List<Rating> ratings = study.readSheet(new StringReader(prefer("=new", sheet.toString())));
        assertThat(ratings).hasSize(40);
        StudyResult result = study.result(ratings);
        assertThat(result.preference().value()).isEqualTo(1);
        assertThat(result.pValue()).isLessThan(0.001);
        assertThat(result.agreement()).isNaN();
        assertThat(study.remaining("ann", ratings)).isEmpty();
        assertThat(study.remaining("bob", ratings)).hasSize(40);
    }

    @Test
    void result_ratersWhoDisagree_hasNoAgreement() {
        List<Rating> ratings = new ArrayList<>();
        study.pairs().forEach(pair -> {
            ratings.add(new Rating(pair.item(), "ann", Preference.LEFT));
            ratings.add(new Rating(pair.item(), "bob", Preference.RIGHT));
        });
        StudyResult result = study.result(ratings);
        assertThat(result.preference().value()).isEqualTo(0.5);
        assertThat(result.agreement()).isNegative();
    }

    @Test
    void readSheet_badRows_areRefusedByRow() {
        String header = "item,question,left,right,rater,preference\n";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.readSheet(new StringReader(header + "item-0001,q,l,r,ann,best\n")))
                .withMessageContaining("row 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.readSheet(new StringReader(header + "item-9999,q,l,r,ann,left\n")))
                .withMessageContaining("item-9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.readSheet(new StringReader("item,rater\nitem-0001,ann\n")))
                .withMessageContaining("preference");
    }

    // Python package krippendorff 0.9.0 on the data of Krippendorff's own example (four raters, twelve units, with
    // gaps)
    @ParameterizedTest
    @CsvSource({"NOMINAL, 0.743421052631579", "ORDINAL, 0.8153875037548814", "INTERVAL, 0.8491071428571428"})
    void agreement_goldenData_equalsThePublishedValue(Agreement.Scale scale, double alpha) {
        String[] raters = {"123321412...", "1233224125.3", ".3332342251.", "12332441251."};
        List<List<Double>> items = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int unit = i;
            items.add(Stream.of(raters)
                    .map(rater -> rater.charAt(unit))
                    .filter(rating -> rating != '.')
                    .map(rating -> (double) Character.digit(rating, 10))
                    .toList());
        }
        assertThat(Agreement.alpha(items, scale)).isCloseTo(alpha, within(1e-12));
    }

    // krippendorff 0.9.0: alpha(reliability_data, level_of_measurement)
    @ParameterizedTest
    @CsvSource({"NOMINAL, 0.45205479452054786", "ORDINAL, 0.5105529391243677", "INTERVAL, 0.5172413793103448"})
    void agreement_threeRatersOfPairs_equalsThePythonPackage(Agreement.Scale scale, double alpha) {
        List<List<Double>> items = List.of(
                List.of(1.0, 1.0, 0.5),
                List.of(0.0, 0.0),
                List.of(0.5, 1.0, 1.0),
                List.of(1.0, 1.0, 1.0),
                List.of(1.0, 0.0, 0.0),
                List.of(0.0, 0.0, 0.5),
                List.of(0.5, 0.5),
                List.of(0.5, 0.5));
        assertThat(Agreement.alpha(items, scale)).isCloseTo(alpha, within(1e-12));
    }

    @Test
    void agreement_everybodySaysTheSame_isOne() {
        assertThat(Agreement.alpha(List.of(List.of(1.0, 1.0), List.of(1.0, 1.0)), Agreement.Scale.NOMINAL))
                .isEqualTo(1);
        assertThat(Agreement.alpha(List.of(List.of(1.0)), Agreement.Scale.NOMINAL))
                .isNaN();
    }

    private String prefer(String start, String sheet) {
        StringBuilder filled = new StringBuilder("item,rater,preference\r\n");
        study.pairs()
                .forEach(pair -> filled.append(pair.item())
                        .append(",ann,")
                        .append(pair.left().startsWith(start) ? "left" : "RIGHT")
                        .append("\r\n"));
        assertThat(sheet.lines().filter(line -> line.startsWith("item-"))).hasSize(40);
        return filled.toString();
    }

    private static Evaluation evaluation(String model, int cases) {
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            ChatReply reply =
                    ChatReply.of(model, "=" + model + " says\n\"" + i + "\"", Usage.NONE, Duration.ofMillis(1));
            results.add(CaseResult.answered(TestCase.of("q" + i, "x"), 0, reply, Map.of()));
        }
        return new Evaluation(model, model, "", List.of("M"), results);
    }
}
