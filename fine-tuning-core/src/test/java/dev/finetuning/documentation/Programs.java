package dev.finetuning.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java programs that stand in a Markdown page. One that needs a library that most of the project does without names
 * it behind the language: {@code ```java langchain4j}.
 */
public final class Programs {
    private static final Pattern CLASS_NAME = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");

    private Programs() {}

    /** The programs that need nothing else. */
    public static List<String> in(String page) {
        return behind("```java", page);
    }

    /** The programs that need a library of this name. */
    public static List<String> in(String page, String library) {
        return behind("```java " + library, page);
    }

    private static List<String> behind(String fence, String page) {
        return Pattern.compile(Pattern.quote(fence) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** Compiles a program against what is on the class path, with all warnings as errors. */
    public static void compile(String program, Path classes) {
        Matcher name = CLASS_NAME.matcher(program);
        assertThat(name.find()).as("the program declares a class").isTrue();
        StringWriter complaints = new StringWriter();
        boolean compiled = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK")
                .getTask(
                        complaints,
                        null,
                        null,
                        List.of(
                                "--release",
                                "17",
                                "-Xlint:all,-options",
                                "-Werror",
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "-cp",
                                System.getProperty("java.class.path")),
                        null,
                        List.of(source(name.group(1), program)))
                .call();
        assertThat(compiled).as(complaints.toString()).isTrue();
    }

    private static JavaFileObject source(String className, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
