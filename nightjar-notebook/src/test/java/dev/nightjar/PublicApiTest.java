package dev.nightjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every public type is a promise to the library's users, so one appears only on purpose: by a new
/// line in `public-api.txt`.
class PublicApiTest {
  private static final Path LIST = Path.of("src/test/resources/public-api.txt");

  @Test
  void the_public_types_are_those_that_are_promised() throws IOException {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.nightjar")
                .stream()
                .filter(PublicApiTest::isPublic)
                .filter(type -> !type.getPackageName().startsWith("dev.nightjar.testkit"))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    assertThat(found).isEqualTo(Files.readAllLines(LIST));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
  }
}
