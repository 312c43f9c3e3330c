package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that others published as examples, in sentences, against numbers that only look like them. */
class PiiAccuracyTest {
    /** Each value stands in each of these. */
    private static final List<String> SENTENCES = List.of(
            "%s",
            "It is %s.",
            "Please note (%s), thanks!",
            "value: %s\nnext line",
            "\"%s\"",
            "Hello,\t%s is what I have",
            "|%s|");

    private static final Map<String, List<String>> VALUES = new TreeMap<>(Map.of(
            // the address forms of RFC 5322 and RFC 6531 that people use
            "EMAIL_ADDRESS",
                    List.of(
                            "simple@example.com",
                            "very.common@example.com",
                            "x@example.com",
                            "FirstName.LastName@EasierReading.org",
                            "user.name+tag+sorting@example.com",
                            "name/surname@example.com",
                            "user%example.com@example.org",
                            "long.email-address-with-hyphens@and.subdomains.example.com",
                            "o'brien@example.ie",
                            "jürgen@müller.de",
                            "user_name@my-company.co.uk",
                            "1234567890@example.com",
                            "info@xn--mller-kva.de"),
            // test numbers that payment processors publish
            "CREDIT_CARD",
                    List.of(
                            "4242424242424242",
                            "4242 4242 4242 4242",
                            "4000-0566-5566-5556",
                            "5555555555554444",
                            "2223 0031 2200 3222",
                            "5200-8282-8282-8210",
                            "378282246310005",
                            "3714 496353 98431",
                            "6011111111111117",
                            "6011 0009 9013 9424",
                            "3056 930902 5904",
                            "36227206271667",
                            "3566002020360505",
                            "6200000000000005",
                            "4222222222222"),
            // examples of the IBAN registry
            "IBAN_CODE",
                    List.of(
                            "DE89370400440532013000",
                            "DE89 3704 0044 0532 0130 00",
                            "GB29NWBK60161331926819",
                            "GB29 NWBK 6016 1331 9268 19",
                            "FR14 2004 1010 0505 0001 3M02 606",
                            "NL91ABNA0417164300",
                            "CH93 0076 2011 6238 5295 7",
                            "ES91 2100 0418 4502 0005 1332",
                            "IT60 X054 2811 1010 0000 0123 456",
                            "NO93 8601 1117 947",
                            "BE68 5390 0754 7034",
                            "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
                            "SA03 8000 0000 6080 1016 7519",
                            "BR18 0036 0305 0000 1000 9795 493C 1",
                            "AT61-1904-3002-3457-3201"),
            // RFC 5737, RFC 3849, RFC 4291 and private networks
            "IP_ADDRESS",
                    List.of(
                            "192.0.2.1",
                            "198.51.100.23",
                            "203.0.113.254",
                            "10.0.0.1",
                            "172.16.254.1",
                            "8.8.8.8",
                            "2001:db8::1",
                            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
                            "fe80::1",
                            "::ffff:192.0.2.128",
                            "::1",
                            "2001:DB8:0:0:8:800:200C:417A"),
            "US_SSN", List.of("123-45-6789", "219-09-9999", "536 22 8726", "001-01-0001", "536‑22‑8726", "899-99-9999"),
            "PHONE_NUMBER",
                    List.of(
                            "+1 415-555-2671",
                            "(415) 555-2671",
                            "415-555-2671",
                            "415.555.2671",
                            "1-800-555-0199",
                            "+44 20 7946 0958",
                            "020 7946 0958",
                            "07700 900123",
                            "+49 30 901820",
                            "030 901820-0",
                            "+33 1 23 45 67 89",
                            "01 23 45 67 89",
                            "06.12.34.56.78",
                            "+919876543210",
                            "+91 98765 43210",
                            "98765 43210",
                            "+61 2 5550 4321",
                            "(02) 5550 4321",
                            "0412 345 678",
                            "+55 (11) 91234-5678",
                            "(11) 91234-5678",
                            "+81-3-1234-5678",
                            "03-1234-5678",
                            "0041 44 668 18 00",
                            "+1 (650) 253-0000 ext. 123")));

    /** Numbers, names and codes that are nobody's data. */
    private static final List<String> OTHERS = List.of(
            "2024-01-15",
            "15.01.2024",
            "01/15/2024",
            "2024-01-15T10:30:00Z",
            "2024-01-15 10:30:00",
            "10:30:45",
            "1699999999",
            "1699999999999",
            "550e8400-e29b-41d4-a716-446655440000",
            "version 1.2.3.4",
            "v10.0.19041.1",
            "1.2.3",
            "3.14159265358979",
            "1,234,567.89",
            "1 000 000",
            "978-3-16-148410-0",
            "ISBN 0-306-40615-2",
            "order 4155552671",
            "invoice 2024-0012345",
            "#123456789",
            "ticket 123-456-789",
            "256.256.256.256",
            "4111 1111 1111 1112",
            "4242424242424241",
            "DE89370400440532013001",
            "GB29NWBK60161331926818",
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "123-00-4567",
            "123-45-0000",
            "@handle",
            "user@localhost",
            "logo@2x.png",
            "react@18.2.0",
            "git@github.com:owner/name.git",
            "a::b",
            "std::vector",
            "aa:bb:cc:dd:ee:ff",
            "12345",
            "1234567",
            "0.5",
            "100-200",
            "5-10",
            "1-2-3",
            "2020-2024",
            "Room 101",
            "3x4",
            "1e10",
            "0xdeadbeef",
            "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "1/2/3",
            "50%",
            "$1,000.00");

    @ParameterizedTest
    @CsvSource({
        "EMAIL_ADDRESS, 0.95",
        "CREDIT_CARD, 0.95",
        "IBAN_CODE, 0.95",
        "IP_ADDRESS, 0.95",
        "US_SSN, 0.95",
        "PHONE_NUMBER, 0.85"
    })
    void find_publishedValues_reachesPrecisionAndRecall(String entity, double least) {
        List<String> missed = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        int planted = 0;
        int found = 0;
        for (String sentence : SENTENCES) {
            for (Map.Entry<String, List<String>> kind : VALUES.entrySet()) {
                for (String value : kind.getValue()) {
                    boolean hit = finds(sentence, value, entity, kind.getKey().equals(entity) ? missed : wrong);
                    planted += kind.getKey().equals(entity) ? 1 : 0;
                    found += hit && kind.getKey().equals(entity) ? 1 : 0;
                }
            }
            OTHERS.forEach(value -> finds(sentence, value, entity, wrong));
        }
        wrong.removeIf(line -> line.startsWith("missed"));
        missed.removeIf(line -> line.startsWith("found"));

        assertThat((double) found / planted).as("recall; missed %s", missed).isGreaterThanOrEqualTo(least);
        assertThat((double) found / (found + wrong.size()))
                .as("precision; wrong %s", wrong)
                .isGreaterThanOrEqualTo(least);
    }

    /** Whether the value is found as the entity, end to end; adds to the lines what it saw. */
    private static boolean finds(String sentence, String value, String entity, List<String> lines) {
        String text = sentence.replace("%s", value);
        int start = text.indexOf(value);
        List<PiiSpan> spans = PiiDetector.standard().find(text).stream()
                .filter(span -> span.entity().equals(entity))
                .toList();
        boolean exact = spans.contains(new PiiSpan(entity, start, start + value.length()));
        lines.add((spans.isEmpty() || !exact ? "missed " : "found ") + text);
        if (!spans.isEmpty() && !exact) {
            lines.add("found otherwise: " + text);
        }
        return exact;
    }
}
