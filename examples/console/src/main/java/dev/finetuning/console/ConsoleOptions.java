package dev.finetuning.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options of the program. */
final class ConsoleOptions {
    /** An option, with what it means. */
    enum Option {
        HOST("127.0.0.1", "the address to answer on; any other than this machine's own needs --tokens"),
        PORT("8080", "the port; 0 for a free one"),
        DATA("console-data", "the folder of journal, datasets and local models"),
        JDBC_URL("", "a database for the journal instead, such as jdbc:postgresql://host/db?user=..."),
        LOGS_URL("", "a database with logs of conversations, to make datasets of"),
        LOGS_QUERY("", "the SQL that reads them, one message a row; a ? becomes the tenant's name"),
        TOKENS("", "a file with tokens; --new-token makes its lines"),
        NEW_TOKEN("", "prints a new token and its line for the file: TENANT/RIGHT/NAME"),
        PROVIDER("local", "local, openai, mistral, open-weights, or the name of a host with OpenAI's API"),
        BASE_URL("", "the address of such a host"),
        BASE_MODELS("", "what may be trained, separated by commas; for open-weights NAME=FOLDER"),
        PYTHON("", "the Python of the environment for open-weights"),
        MAX_UPLOAD("4096", "the largest upload in MiB"),
        WEBHOOK("", "an address that is told of runs that end, promotions, shutdown dates, drift and reviews"),
        WEBHOOK_BODY("standard", "standard, or text for chat rooms that want one text"),
        MINIMUM_SCORE("0.3", "what a new version must reach in similarity to the expected answers, from 0 to 1"),
        HELP("", "prints this");

        private final String usual;
        private final String meaning;

        Option(String usual, String meaning) {
            this.usual = usual;
            this.meaning = meaning;
        }

        String flag() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Map<Option, String> given;

    private ConsoleOptions(Map<Option, String> given) {
        this.given = given;
    }

    /**
     * Reads the program's arguments.
     *
     * @throws IllegalArgumentException if one is not known or lacks its value
     */
    static ConsoleOptions parse(String... args) {
        Map<Option, String> given = new EnumMap<>(Option.class);
        for (int i = 0; i < args.length; i++) {
            String flag = args[i];
            Option option = Arrays.stream(Option.values())
                    .filter(known -> known.flag().equals(flag))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown option " + flag));
            if (option != Option.HELP && ++i == args.length) {
                throw new IllegalArgumentException(flag + " lacks its value");
            }
            given.put(option, args[i]);
        }
        return new ConsoleOptions(given);
    }

    static String help() {
        StringBuilder help = new StringBuilder();
        for (Option option : Option.values()) {
            help.append(String.format("%-16s %s%s%n", option.flag(), option.meaning, usual(option)));
        }
        return help.append(
                        "Keys come from OPENAI_API_KEY, MISTRAL_API_KEY or PROVIDER_API_KEY, and the secret that signs")
                .append(" what a webhook gets from CONSOLE_WEBHOOK_SECRET.")
                .toString();
    }

    private static String usual(Option option) {
        return option.usual.isEmpty() ? "" : " (" + option.usual + ")";
    }

    boolean has(Option option) {
        return given.containsKey(option);
    }

    String text(Option option) {
        return given.getOrDefault(option, option.usual);
    }

    Optional<String> optional(Option option) {
        return Optional.of(text(option)).filter(text -> !text.isEmpty());
    }

    Path path(Option option) {
        return Path.of(text(option));
    }

    /** A number within a range. */
    double number(Option option, double least, double most) {
        try {
            double number = Double.parseDouble(text(option));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new IllegalArgumentException(option.flag() + " must be a number from " + least + " to " + most);
    }

    /** A list that is separated by commas. */
    List<String> list(Option option) {
        List<String> items = new ArrayList<>();
        for (String item : text(option).split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return items;
    }
}
