package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Personal data that letters, marks and words of many languages stand around. */
class SurroundedDataTest {
    private static final PiiDetector DETECTOR = PiiDetector.standard();
    private static final Map<String, String> VALUES = Map.of(
            "ann@example.com", "EMAIL_ADDRESS",
            "4111 1111 1111 1111", "CREDIT_CARD",
            "DE89 3704 0044 0532 0130 00", "IBAN_CODE",
            "536-22-1234", "US_SSN",
            "203.0.113.9", "IP_ADDRESS",
            "2001:db8::ff00:42:8329", "IP_ADDRESS",
            "+1 415-555-2671", "PHONE_NUMBER");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "は%sです",
                "我的%s。",
                "，%s，",
                "제%s입니다",
                "โทร%sครับ",
                "(%s)",
                "<b>%s</b>",
                "{\"a\":\"%s\"}",
                "{\"a\":\"x\\n%s\\n\"}",
                "a\\t%s\\tb",
                "\u00a0%s\u00a0",
                "\u3000%s\u3000",
                "ip:%s",
                "**%s**",
                "“%s”",
                "%s…",
                "—%s—",
                "%s’s",
                "😀%s😀"
            })
    void find_valueInside_isFoundWhole(String sentence) {
        VALUES.forEach((value, entity) -> {
            String text = sentence.replace("%s", value);
            int start = text.indexOf(value);
            assertThat(DETECTOR.find(text))
                    .as("in <%s>", text)
                    .containsExactly(new PiiSpan(entity, start, start + value.length()));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Proszę dzwonić pod numer 12 345 60 81., 12 345 60 81",
        "Zavolejte mi na 212 351 761., 212 351 761",
        "Телефон: 8 (912) 345-92-55, 8 (912) 345-92-55",
        "Зателефонуйте мені за номером 762 43 81., 762 43 81",
        "Τηλ: 21 2347 2872., 21 2347 2872",
        "Telefonszámom: 96/142-5617, 96/142-5617",
        "Beni 01265055990 numarasından arayın., 01265055990",
        "Ring mig på 08-16 90 96, 08-16 90 96",
        "Telefonnummeret mitt er 33 17 72 53, 33 17 72 53",
        "Soita minulle numeroon 0146540107., 0146540107",
        "Tél : 0160479068, 0160479068",
        "Ligue para 44 3770–0795., 44 3770–0795",
        "手机号:15303785858, 15303785858",
        "お電話は090-0386-1248まで, 090-0386-1248",
        "전화번호는 02-212-6423입니다., 02-212-6423",
        "Tel:+49 30 901820, +49 30 901820"
    })
    void find_telephoneInManyLanguages_isFoundWhole(String text, String number) {
        int start = text.indexOf(number);

        assertThat(DETECTOR.find(text)).containsExactly(new PiiSpan("PHONE_NUMBER", start, start + number.length()));
    }

    /** Numbers of accounts with a wrong check digit, unassigned social security numbers, amounts, orders. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CH93 0076 2011 6238 5295 8",
                "DE89 3704 0044 0532 0130 01",
                "RO49 AAAA 1B31 0075 9384 0001",
                "078-05-0000",
                "000-12-3456",
                "Konto 4814064269",
                "numéro de commande 5147240473",
                "заказ 5147240473",
                "口座5147240473",
                "they called 10.000.000 times"
            })
    void find_otherNumbers_areNot(String text) {
        assertThat(DETECTOR.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "用户@例子.广告, 用户@例子.广告",
        "メールはann@example.co.jpです, ann@example.co.jp",
        "邮箱ann@例え.jp。, ann@例え.jp",
        "(jürgen@müller.example), jürgen@müller.example"
    })
    void find_addressInOtherLetters_isFoundWhole(String text, String address) {
        int start = text.indexOf(address);

        assertThat(DETECTOR.find(text))
                .isEqualTo(List.of(new PiiSpan("EMAIL_ADDRESS", start, start + address.length())));
    }
}
