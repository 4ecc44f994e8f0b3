// Builds the pages. A page is put together from parts in the order in which they are read: bar,
// list of lessons, title, verified line, the lesson's body, the way on.
#include "site/site.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "runner/markdown/html.h"
#include "site/code_cards.h"
#include "site/html.h"
#include "site/statements.h"
#include "site/style.h"

namespace lessonrun::site {
namespace {

namespace fs = std::filesystem;

/// A page with what the other pages have to know of it.
struct Page {
  const LessonResult* result = nullptr;
  std::vector<std::string> profiles;
  std::string file;
  markdown::Html html;
  bool has_cpp = false;
};

std::string file_name(const std::string& path, std::set<std::string>& taken) {
  std::string stem;
  for (const char c : fs::path(path).stem().string()) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.';
    stem += plain ? c : '-';
  }
  // Some file systems take A.html and a.html for the same.
  const auto lower = [](std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
  };
  std::string name = stem;
  for (int i = 2; !taken.insert(lower(name)).second; ++i) name = stem + "-" + std::to_string(i);
  return name + ".html";
}

/// Eight digits that change with the lesson's bytes (FNV-1a).
std::string content_hash(std::string_view bytes) {
  std::uint32_t hash = 2166136261U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(hash >> shift) & 15U];
  return text;
}

std::string verified_line(const Page& page, const SiteOptions& options) {
  std::size_t steps = 0;
  std::size_t matched = 0;
  for (const StepResult& step : page.result->steps) {
    if (step.verdict == Verdict::skipped) continue;
    ++steps;
    if (step.verdict != Verdict::passed) continue;
    for (const Statement& statement : statements_of(step)) matched += statement.echoed ? 1 : 0;
  }
  std::string profiles;
  for (const std::string& profile : page.profiles) {
    profiles += (profiles.empty() ? "" : " and ") + profile;
  }
  std::string html = "<p class=\"verified\"><b>\xE2\x9C\x93 Verified</b> " +
                     count_words(steps, "step") + " run as SQLAlchemy " + escape(profiles);
  if (!options.database.empty()) html += " against " + escape(options.database);
  if (matched > 0) html += " \xC2\xB7 " + count_words(matched, "line") + " of SQL log matched";
  const Lesson& lesson = *page.result->lesson;
  return html + " \xC2\xB7 " + escape(fs::path(lesson.path).filename().string()) + "@" +
         content_hash(lesson.document.bytes()) + "</p>\n";
}

std::string numbered(std::size_t index, const std::string& title) {
  return std::to_string(index + 1) + ". " + escape(title);
}

std::string menu(const std::vector<Page>& pages, const Page* current) {
  std::string html =
      "<nav class=\"menu\" aria-label=\"Lessons\"><details open><summary>Lessons</summary>\n<ol>\n";
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const bool here = &pages[i] == current;
    html += "<li><a href=\"" + pages[i].file + "\"" + (here ? " aria-current=\"page\"" : "") + ">" +
            numbered(i, pages[i].result->title) + "</a>";
    std::string inside;
    for (const markdown::HtmlHeading& heading : pages[i].html.headings) {
      if (!here || heading.level != 2) continue;
      inside += "<li><a href=\"#" + heading.id + "\">" + escape(heading.text) + "</a></li>\n";
    }
    if (!inside.empty()) html += "\n<ol>\n" + inside + "</ol>";
    html += "</li>\n";
  }
  // On a small screen the list begins folded; at once, so that nothing jumps.
  return html +
         "</ol></details><script>if(matchMedia(\"(max-width:60rem)\").matches)document."
         "querySelector(\".menu details\").open=false</script></nav>\n";
}

std::string bar(const SiteOptions& options, bool lesson, bool has_cpp) {
  std::string html =
      "<header class=\"top\"><a href=\"index.html\">" + escape(options.title) + "</a>\n";
  if (has_cpp) {
    html +=
        "<div class=\"group\" role=\"group\" aria-label=\"Language\" hidden>"
        "<button type=\"button\" data-set-lang=\"python\">Python</button>"
        "<button type=\"button\" data-set-lang=\"cpp\">C++</button>"
        "<button type=\"button\" data-set-lang=\"both\">Both</button></div>\n";
  }
  if (lesson) {
    html +=
        "<button type=\"button\" id=\"all-sql\" aria-pressed=\"false\" hidden>All SQL</button>\n";
  }
  return html +
         "<button type=\"button\" id=\"theme\" aria-label=\"Light or dark\" hidden>\xE2\x97\x90"
         "</button></header>\n";
}

std::string document(const std::string& title, const std::string& description,
                     const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
         escape(title) + "</title>\n<meta name=\"description\" content=\"" + escape(description) +
         "\">\n<link rel=\"icon\" href=\"data:,\">\n<style>" + style_css + "</style>\n<script>" +
         early_script +
         "</script>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the text</a>\n" + body +
         "<script>" + page_script + "</script>\n</body>\n</html>\n";
}

std::string neighbours(const std::vector<Page>& pages, std::size_t index) {
  std::string html;
  if (index > 0) {
    html += "<a rel=\"prev\" href=\"" + pages[index - 1].file + "\"><span>Previous</span>" +
            numbered(index - 1, pages[index - 1].result->title) + "</a>\n";
  }
  if (index + 1 < pages.size()) {
    html += "<a class=\"next\" rel=\"next\" href=\"" + pages[index + 1].file +
            "\"><span>Next</span>" + numbered(index + 1, pages[index + 1].result->title) + "</a>\n";
  }
  if (html.empty()) return {};
  return "<nav class=\"pages\" aria-label=\"Previous and next lesson\">\n" + html + "</nav>\n";
}

std::string lesson_page(const std::vector<Page>& pages, std::size_t index,
                        const SiteOptions& options) {
  const Page& page = pages[index];
  const std::string& title = page.result->title;
  return document(
      title + " \xC2\xB7 " + options.title, title + ": a lesson whose every step has been run.",
      bar(options, true, page.has_cpp) + "<div class=\"frame\">\n" + menu(pages, &page) +
          "<main id=\"main\">\n<h1>" + escape(title) + "</h1>\n" + verified_line(page, options) +
          page.html.body + neighbours(pages, index) + "</main>\n</div>\n");
}

std::string index_page(const std::vector<Page>& pages, const SiteOptions& options) {
  std::string list = "<ol class=\"lessons\">\n";
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::string parts;
    for (const markdown::HtmlHeading& heading : pages[i].html.headings) {
      if (heading.level == 2) parts += (parts.empty() ? "" : " \xC2\xB7 ") + escape(heading.text);
    }
    list += "<li><a href=\"" + pages[i].file + "\">" + numbered(i, pages[i].result->title) +
            "</a>" + (parts.empty() ? "" : "<p>" + parts + "</p>") + "</li>\n";
  }
  return document(options.title, options.title + ": lessons whose every step has been run.",
                  bar(options, false, false) + "<div class=\"frame\">\n" + menu(pages, nullptr) +
                      "<main id=\"main\">\n<h1>" + escape(options.title) +
                      "</h1>\n<p class=\"verified\"><b>\xE2\x9C\x93 Verified</b> " +
                      count_words(pages.size(), "lesson") +
                      ", every step run; what the pages show is what happened.</p>\n" + list +
                      "</ol>\n</main>\n</div>\n");
}

/// Where a link of a lesson to another lesson's file leads on the site; empty for other links.
std::string link_target(const std::string& url, const std::string& from,
                        const std::map<std::string, std::string>& files) {
  const std::size_t hash = url.find('#');
  const std::string path = url.substr(0, hash);
  if (path.empty() || path.find(':') != std::string::npos) return {};
  const auto found = files.find((fs::path(from).parent_path() / path).lexically_normal().string());
  if (found == files.end()) return {};
  return found->second + (hash == std::string::npos ? "" : url.substr(hash));
}

}  // namespace

bool is_verified(const LessonResult& lesson) {
  if (lesson.status != LessonStatus::passed || !lesson.note.empty()) return false;
  for (const StepResult& step : lesson.steps) {
    if (is_bad(step.verdict)) return false;
  }
  return true;
}

std::vector<SiteFile> build_site(const std::vector<LessonResult>& lessons,
                                 const SiteOptions& options) {
  std::vector<Page> pages;
  std::map<std::string, std::size_t> by_path;
  std::map<std::string, std::string> files;
  std::set<std::string> taken = {"index"};
  for (const LessonResult& lesson : lessons) {
    if (!is_verified(lesson)) throw std::invalid_argument(lesson.path + " is not verified");
    const std::string path = fs::path(lesson.path).lexically_normal().string();
    const auto added = by_path.emplace(path, pages.size());
    if (added.second) {
      pages.emplace_back();
      pages.back().result = &lesson;
      pages.back().file = files[path] = file_name(path, taken);
    }
    pages[added.first->second].profiles.push_back(lesson.profile);
  }
  for (Page& page : pages) {
    CodeCards cards(*page.result);
    markdown::HtmlOptions html;
    html.title = page.result->title;
    html.id_taken = [](const std::string& id) {
      return id == "main" || id == "theme" || id == "all-sql" || id.rfind("step-", 0) == 0;
    };
    html.code = [&](int first, int last) { return cards.render(first, last); };
    html.link = [&](const std::string& url) {
      return link_target(url, page.result->lesson->path, files);
    };
    page.html = markdown::to_html(page.result->lesson->document, html);
    page.has_cpp = cards.has_cpp();
  }
  std::vector<SiteFile> site = {{"index.html", index_page(pages, options)}};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    site.push_back({pages[i].file, lesson_page(pages, i, options)});
  }
  return site;
}

}  // namespace lessonrun::site
