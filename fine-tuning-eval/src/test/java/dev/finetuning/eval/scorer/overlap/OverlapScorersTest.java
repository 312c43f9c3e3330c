package dev.finetuning.eval.scorer.overlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapScorersTest {
    private static final List<String[]> PAIRS = List.of(
            new String[] {"The cat sat on the mat.", "The cat is sitting on the mat."},
            new String[] {
                "It is a guide to action which ensures that the military always obeys the commands of the party.",
                "It is a guide to action that ensures that the military will forever heed Party commands."
            },
            new String[] {"the the the the the the the", "The cat is on the mat."},
            new String[] {"Hello", "Hello there, General Kenobi: 1,234.50 & 3-4 apples!"},
            new String[] {
                "Your card was lost; we will send a new one in 3-5 days.",
                "Your card was lost, so we'll send you a new one within 3 to 5 days."
            },
            new String[] {"a b", "c d"},
            new String[] {"x", "x"},
            new String[] {
                "\u00DCberweisung f\u00FCr 20 \u20AC \uD83D\uDE00 fehlgeschlagen",
                "Die \u00DCberweisung \u00FCber 20 \u20AC \uD83D\uDE00 ist fehlgeschlagen"
            });

    // sacrebleu 2.6.0: sentence_bleu(use_effective_order=True).score / 100 and sentence_chrf().score / 100;
    // rouge-score 0.1.2: F-measures of rouge1, rouge2, rougeL without stemming
    @ParameterizedTest
    @CsvSource({
        "0, 0.4238365628278778, 0.496485170311433, 0.7692307692307692, 0.5454545454545454, 0.7692307692307692",
        "1, 0.3967088290836578, 0.6239771662829483, 0.7058823529411765, 0.5, 0.6470588235294118",
        "2, 0.06567274736060395, 0.1058548028780795, 0.30769230769230765, 0, 0.30769230769230765",
        "3, 0.000006144212353328212, 0.08644628270727505, 0.18181818181818182, 0, 0.18181818181818182",
        "4, 0.26112054013565135, 0.5457498869303237, 0.7741935483870968, 0.41379310344827586, 0.7741935483870968",
        "5, 0, 0, 0, 0, 0",
        "6, 1, 1, 1, 0, 1",
        "7, 0.24598127518343304, 0.6398612327641622, 0.5454545454545454, 0, 0.5454545454545454"
    })
    void score_goldenPairs_equalsThePythonPackages(
            int pair, double bleu, double chrF, double rouge1, double rouge2, double rougeL) {
        assertValue(new Bleu(), pair, bleu);
        assertValue(new ChrF(), pair, chrF);
        assertValue(Rouge.ofRuns(1), pair, rouge1);
        assertValue(Rouge.ofRuns(2), pair, rouge2);
        assertValue(Rouge.ofSubsequence(), pair, rougeL);
    }

    @Test
    void corpus_goldenPairs_equalsSacreBleu() {
        List<String> outputs = new ArrayList<>();
        List<String> references = new ArrayList<>();
        PAIRS.forEach(pair -> {
            outputs.add(pair[0]);
            references.add(pair[1]);
        });
        // sacrebleu 2.6.0: corpus_bleu(...).score / 100
        assertThat(Bleu.corpus(outputs, references)).isCloseTo(0.2539597692475213, within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> Bleu.corpus(outputs, List.of()));
    }

    // transformers 4.46.3: data.metrics.squad_metrics.compute_f1(expected, output), the SQuAD 2.0 evaluation
    // script as published
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The Denver Broncos!|denver broncos|1",
                "Denver|Denver Broncos|0.6666666666666666",
                "the a an|The|1",
                "|word|0",
                "in 1999, probably|1999|0.5",
                "A cat and a dog and a bird|cat, dog, and the bird|0.888888888888889",
                "U.S.A. won|USA won it|0.8",
                "caf\u00e9 Theatre|the caf\u00e9 theatre|1",
                "to be or not to be|to be|0.5",
                "$1,234.50|1234.50|1"
            })
    void tokenF1_goldenPairs_equalsTheSquadScript(String output, String expected, double value) {
        ScoreInput input = ScoreInput.of(output == null ? "" : output, expected);
        assertThat(new TokenF1().score(input).value().orElseThrow()).isCloseTo(value, within(1e-15));
    }

    @Test
    void score_anyPair_isSwappedPrecisionAndRecall() {
        for (String[] pair : PAIRS) {
            for (Rouge rouge : List.of(Rouge.ofRuns(1), Rouge.ofRuns(2), Rouge.ofSubsequence())) {
                CommonGrams there = rouge.overlap(pair[0], pair[1]);
                CommonGrams back = rouge.overlap(pair[1], pair[0]);
                assertThat(there.precision()).isEqualTo(back.recall());
                assertThat(there.f1()).isCloseTo(back.f1(), within(1e-15)).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void rouge_otherScripts_needUnicodeWords() {
        ScoreInput input =
                ScoreInput.of("\u043F\u0440\u0438\u0432\u0435\u0442", "\u043F\u0440\u0438\u0432\u0435\u0442");
        assertThat(Rouge.ofRuns(1).score(input).value()).hasValue(0);
        assertThat(Rouge.ofRuns(1).withUnicodeWords().score(input).value()).hasValue(1);
    }

    private static void assertValue(Scorer scorer, int pair, double value) {
        ScoreInput input = ScoreInput.of(PAIRS.get(pair)[0], PAIRS.get(pair)[1]);
        assertThat(scorer.score(input).value().orElseThrow()).as(scorer.name()).isCloseTo(value, within(1e-12));
    }
}
