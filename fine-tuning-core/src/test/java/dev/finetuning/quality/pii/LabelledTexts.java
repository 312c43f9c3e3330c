package dev.finetuning.quality.pii;

import dev.finetuning.quality.pii.internal.shape.CardShape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Texts with personal data at known places, made from templates in the manner of presidio-research, among
 * numbers that only look like it. Formats of telephone numbers are those that generators of synthetic
 * data use for many countries.
 */
final class LabelledTexts {
    private static final List<String> PHONES = List.of(
            "###-###-####",
            "(###)###-####",
            "(###) ###-####",
            "###.###.####",
            "### ### ####",
            "+1-###-###-####",
            "+1 (###) ###-####",
            "+1##########",
            "001-2##-###-####",
            "###-###-####x###",
            "(###)###-####x#####",
            "###-###-#### ext. ###",
            "07700 ### ###",
            "07700 ######",
            "(07700)######",
            "+447700######",
            "+44 20 #### ####",
            "+41 (0)4# ### ## ##",
            "+46 (0)8 ### ### ##",
            "+91##########",
            "+49(0)### ######",
            "+49 (0) #### ######",
            "0#### ### ###",
            "+33 # ## ## ## ##",
            "0# ## ## ## ##",
            "+34 ### ### ###",
            "+48 ### ### ###",
            "+61 # #### ####",
            "+55 (##) #####-####",
            "+39 3#########",
            "+81-3-####-####",
            "(0##) #### ####",
            "+353 8# ### ####",
            "1-800-###-####");
    private static final Map<String, List<String>> SENTENCES = new TreeMap<>(Map.of(
            "PHONE_NUMBER",
                    List.of(
                            "Call me at %s.",
                            "My phone number is %s",
                            "Tel: %s",
                            "phone=%s, page 2",
                            "Text %s when you arrive",
                            "Please have the manager call me at %s I'd like to join accounts",
                            "Ann Lee (%s)",
                            "%s office",
                            "stop receiving messages to %s",
                            "Fax %s, please",
                            "I tried %s twice.",
                            "{\"phone\": \"%s\"}",
                            "The number on file is %s."),
            "CREDIT_CARD",
                    List.of(
                            "My card %s has been lost",
                            "Charge it to %s please",
                            "%s was declined",
                            "cc %s",
                            "pay with %s, CVV 123",
                            "\"card_number\": \"%s\""),
            "IBAN_CODE", List.of("My IBAN is %s.", "Transfer to %s please", "IBAN: %s", "%s (savings bank)"),
            "US_SSN", List.of("My SSN is %s.", "The applicant (%s) was approved", "ssn=%s", "Please verify %s for me"),
            "IP_ADDRESS",
                    List.of(
                            "The server at %s is down",
                            "client_ip=%s",
                            "%s - - [10/Oct/2023:13:55:36] \"GET / HTTP/1.1\"",
                            "Blocked %s.",
                            "connect to %s port 22"),
            "EMAIL_ADDRESS",
                    List.of(
                            "Email me at %s.",
                            "Ann Lee <%s>", "mailto:%s", "user=%s&x=1", "Is %s yours?", "cc: %s; x")));
    private static final List<String> OTHERS = List.of(
            "Order number ######## has shipped.",
            "Order #1##-#######-####### was delivered",
            "Invoice INV-2024-#####",
            "invoice number ########",
            "on 2023-0#-1# at 1#:3#:0#",
            "Created at 2021-1#-0#T0#:1#:2#Z",
            "Timestamp 16########",
            "ts=17###########",
            "request ########-####-4###-a###-############ failed",
            "Upgrade to version 1#.#.#",
            "v#.#.#.# released",
            "Build #####.####",
            "Tracking number 1Z99#########",
            "ISBN 978-#-##-######-#",
            "It costs $#,###.##",
            "population of #,###,###",
            "lat -3#.######",
            "ZIP #####-####",
            "Springfield, IL #####-####",
            "Customer ID: ########",
            "account number 2#########",
            "Serial no. ####-####-####",
            "Case ####### of 0#.1#.2019",
            "between 198# and 202#",
            "from 1990-1995 to 2001-2005",
            "Reference: #########",
            "ticket ###-######",
            "3.14159265358979",
            "pages 120-145 and 200-210",
            "id=#########&page=2",
            "meeting id ### ### ####",
            "The policy number is ###-#######.",
            "part no #####-#####",
            "booking 2#########",
            "From 09:00-17:30",
            "meet me at 1#### 2### Main Street",
            "1## of 3000 rows");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    private final Random random;

    LabelledTexts(long seed) {
        random = new Random(seed);
    }

    /** A text and what stands in it. */
    record Labelled(String text, List<PiiSpan> spans) {}

    Labelled next() {
        StringBuilder text = new StringBuilder();
        List<PiiSpan> spans = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                text.append(filled(any(OTHERS)));
            } else {
                datum(any(List.copyOf(SENTENCES.keySet())), text, spans);
            }
            text.append(any(List.of("\n", " | ", ".\n\n", "; ")));
        }
        return new Labelled(text.toString(), spans);
    }

    private void datum(String entity, StringBuilder text, List<PiiSpan> spans) {
        String sentence = any(SENTENCES.get(entity));
        int at = sentence.indexOf("%s");
        String value = value(entity);
        int start = text.length() + at;
        text.append(sentence, 0, at).append(value).append(sentence.substring(at + 2));
        spans.add(new PiiSpan(entity, start, start + value.length()));
    }

    private String value(String entity) {
        return switch (entity) {
            case "PHONE_NUMBER" -> phone();
            case "CREDIT_CARD" -> card();
            case "IBAN_CODE" -> iban();
            case "US_SSN" ->
                String.format(
                        "%03d%s%02d%2$s%04d",
                        1 + random.nextInt(665),
                        any(List.of("-", "-", " ")),
                        1 + random.nextInt(99),
                        1 + random.nextInt(9999));
            case "IP_ADDRESS" -> address();
            default ->
                filled(any(List.of("ann.lee##", "o'neil", "X_##", "first.last+tag"))) + "@"
                        + any(List.of("example.com", "mail.example.co.uk", "müller.example", "my-shop.info"));
        };
    }

    /** Area and exchange begin with 2 to 9, as they do where they are dialled. */
    private String phone() {
        String format = any(PHONES);
        StringBuilder number = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean first = i == 0 || (!Character.isDigit(format.charAt(i - 1)) && format.charAt(i - 1) != '#');
            number.append(c != '#' ? c : (char) ('0' + (first ? 2 + random.nextInt(8) : random.nextInt(10))));
        }
        return number.toString();
    }

    private String card() {
        String begin =
                any(List.of("4", "51", "55", "2221", "34", "37", "6011", "65", "36", "3530", "5018", "6304", "2131"));
        int length = begin.matches("34|37|2131") ? 15 : begin.equals("36") ? 14 : 16;
        StringBuilder digits = new StringBuilder(begin);
        while (digits.length() < length - 1) {
            digits.append(random.nextInt(10));
        }
        for (char check = '0'; check <= '9'; check++) {
            if (CardShape.luhn(digits.toString() + check, length)) {
                return grouped(digits.toString() + check, any(List.of("", "", " ", "-")));
            }
        }
        throw new IllegalStateException("one of ten digits checks");
    }

    private String grouped(String digits, String gap) {
        if (digits.length() == 15) {
            return digits.substring(0, 4) + gap + digits.substring(4, 10) + gap + digits.substring(10);
        }
        return digits.length() == 16 ? digits.replaceAll("(.{4})(?=.)", "$1" + gap) : digits;
    }

    private String iban() {
        String form = any(List.of(
                "DE################",
                "GB@@@@##############",
                "NL@@@@##########",
                "FR#######################",
                "NO###########"));
        String country = form.substring(0, 2);
        form = country.equals("DE") ? form + "##" : form;
        String account = filled(form.substring(2));
        StringBuilder number = new StringBuilder();
        for (char c : (account + country + "00").toCharArray()) {
            number.append(Character.digit(c, 36));
        }
        int check = 98
                - new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue();
        String iban = country + String.format("%02d", check) + account;
        String spaced = random.nextBoolean() ? iban.replaceAll("(.{4})(?=.)", "$1 ") : iban;
        return random.nextInt(8) == 0 ? spaced.toLowerCase(Locale.ROOT) : spaced;
    }

    private String address() {
        if (random.nextInt(3) > 0) {
            return random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                    + random.nextInt(256);
        }
        StringBuilder groups = new StringBuilder("2001");
        for (int i = 0; i < 7; i++) {
            groups.append(':').append(Integer.toHexString(random.nextInt(65536)));
        }
        return any(List.of(
                groups.toString(), "fe80::" + Integer.toHexString(1 + random.nextInt(65535)) + ":1", "2001:db8::7"));
    }

    private String filled(String form) {
        StringBuilder text = new StringBuilder(form.length());
        for (int i = 0; i < form.length(); i++) {
            char c = form.charAt(i);
            text.append(
                    c == '#'
                            ? (char) ('0' + random.nextInt(10))
                            : c == '@' ? LETTERS.charAt(random.nextInt(LETTERS.length())) : c);
        }
        return text.toString();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
