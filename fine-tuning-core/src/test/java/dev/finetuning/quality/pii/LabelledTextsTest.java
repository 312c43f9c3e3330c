package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledTextsTest {
    private static final PiiDetector DETECTOR = PiiDetector.standard();

    /** A span counts as found only if both ends are right; anything else that is found counts as wrong. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void find_generatedTexts_reachesPrecisionAndRecall(long seed) {
        LabelledTexts texts = new LabelledTexts(seed);
        Map<String, int[]> tallies = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            LabelledTexts.Labelled labelled = texts.next();
            List<PiiSpan> found = DETECTOR.find(labelled.text());
            labelled.spans().forEach(span -> tally(tallies, span)[found.contains(span) ? 0 : 1]++);
            found.stream().filter(span -> !labelled.spans().contains(span)).forEach(span -> tally(tallies, span)[2]++);
            Stream.concat(labelled.spans().stream(), found.stream())
                    .filter(span -> !found.contains(span) || !labelled.spans().contains(span))
                    .forEach(span -> faults.add((found.contains(span) ? "wrong " : "missed ")
                            + labelled.text().substring(span.start(), span.end()) + " in "
                            + labelled.text().replace('\n', '~')));
        }
        tallies.forEach((entity, tally) -> {
            double least = entity.equals("PHONE_NUMBER") ? 0.95 : 0.99;
            assertThat((double) tally[0] / (tally[0] + tally[1]))
                    .as("recall of %s: %s", entity, faults)
                    .isGreaterThan(least);
            assertThat((double) tally[0] / (tally[0] + tally[2]))
                    .as("precision of %s: %s", entity, faults)
                    .isGreaterThan(least);
        });
        assertThat(tallies).hasSizeGreaterThanOrEqualTo(6);
    }

    private static int[] tally(Map<String, int[]> tallies, PiiSpan span) {
        return tallies.computeIfAbsent(span.entity(), entity -> new int[3]);
    }

    /** The specimen of ICAO Doc 9303, part 4, appendix B, and the same with one digit changed. */
    @Test
    void find_passportLine_checksEveryDigit() {
        String specimen = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

        assertThat(DETECTOR.find("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" + specimen))
                .containsExactly(new PiiSpan("PASSPORT", 45, 89));
        assertThat(DETECTOR.find(specimen.replace("740812", "740813"))).isEmpty();
    }

    /** The examples of EIP-55, and two of them with the case of one or all letters changed. */
    @ParameterizedTest
    @CsvSource({
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed, true",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB, true",
        "0x52908400098527886E0F7030069857D2E4169EE7, true",
        "0xde709f2102306220921060314715629080e2fb77, true",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD, false",
        "0xDBf03B407c01E7cD3CBea99509d93f8DDDC8C6FB, false"
    })
    void find_ethereumAddress_checksTheCase(String address, boolean valid) {
        assertThat(DETECTOR.find("pay " + address + "."))
                .hasSize(valid ? 1 : 0)
                .allMatch(span -> span.equals(new PiiSpan("CRYPTO", 4, 46)));
    }

    @ParameterizedTest
    @CsvSource({
        "My driver's license number is A56319335, US_DRIVER_LICENSE, A56319335",
        "DL no. 12ABC34567, US_DRIVER_LICENSE, 12ABC34567",
        "driver license: 2270-66-1551, US_DRIVER_LICENSE, 2270-66-1551",
        "passport no. 340020013, US_PASSPORT, 340020013",
        "Her US passport is C03005988., US_PASSPORT, C03005988"
    })
    void find_documentNamedBefore_isFound(String text, String entity, String value) {
        int start = text.indexOf(value);

        assertThat(DETECTOR.find(text)).containsExactly(new PiiSpan(entity, start, start + value.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The software license is A56319335",
                "part A56319335",
                "the drivers A56319335 need updates",
                "C03005988"
            })
    void find_documentNotNamed_isNot(String text) {
        assertThat(DETECTOR.find(text)).isEmpty();
    }
}
