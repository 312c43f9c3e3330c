package dev.finetuning;

import java.io.File;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of the tests' class path that the library itself needs, for JVMs and class loaders that tests start. */
public final class LibraryClassPath {
    private static final Predicate<String> NEEDED = Pattern.compile(
                    "(jackson|slf4j-api|jspecify|re2j|commons-csv|commons-io|commons-codec|encoder"
                            + "|libphonenumber|commons-statistics|commons-numbers)[^/\\\\]*\\.jar$")
            .asPredicate();

    private LibraryClassPath() {}

    /** The modules of this project, with their tests. */
    public static List<String> modules() {
        return entries(
                entry -> !entry.endsWith(".jar") || new File(entry).getName().startsWith("fine-tuning"));
    }

    /** The jars of others that it uses. */
    public static List<String> jars() {
        return entries(NEEDED);
    }

    /** Both, as the argument of {@code -cp}. */
    public static String all() {
        return Stream.concat(modules().stream(), jars().stream()).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> entries(Predicate<String> which) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(which)
                .toList();
    }
}
